import type { Construct } from 'constructs';
import { customerEndpoints } from '../functions/customers/endpoints.ts';
import { staffEndpoints } from '../functions/staff/endpoints.ts';
import { ConceptStack, type ConceptStackProps } from './concept-stack.ts';
import { ApiRoutes } from './constructs/api-routes.ts';
import { LambdaFunction } from './constructs/lambda-function.ts';
import { createsLogins } from './constructs/login-grants.ts';

/** People who log in: customers and staff. */
export class CustomersStack extends ConceptStack {
  constructor(scope: Construct, props: Omit<ConceptStackProps, 'description'>) {
    super(scope, 'customers', { ...props, description: 'Customers and staff: master data, logins, preferences' });
    this.customers();
    this.staff();
  }

  private customers(): void {
    const { lookupKey } = this.data;
    const api = new LambdaFunction(this, 'Api', { name: 'customers-api', description: 'API of customers' })
      .knows('LOOKUP_KEY_ID', lookupKey.keyId)
      .allow(['kms:GenerateMac'], lookupKey.keyArn);
    createsLogins(api);
    new ApiRoutes(this, 'Routes', { endpoints: customerEndpoints, fn: api, errorImpact: 'customers cannot be entered, nor change how they are told' });
  }

  private staff(): void {
    const api = new LambdaFunction(this, 'StaffApi', { name: 'staff-api', description: 'API of staff' });
    createsLogins(api);
    new ApiRoutes(this, 'StaffRoutes', { endpoints: staffEndpoints, fn: api, errorImpact: 'clerks cannot be entered, nor their skills changed' });
  }
}
