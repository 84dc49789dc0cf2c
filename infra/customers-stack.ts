import type { Construct } from 'constructs';
import { customerEndpoints } from '../functions/customers/endpoints.ts';
import { membershipEndpoints } from '../functions/customers/membership-endpoints.ts';
import { feedbackEndpoints } from '../functions/feedback/endpoints.ts';
import { staffEndpoints } from '../functions/staff/endpoints.ts';
import { ConceptStack, type ConceptStackProps } from './concept-stack.ts';
import { ApiRoutes } from './constructs/api-routes.ts';
import { LambdaFunction } from './constructs/lambda-function.ts';
import { knowsSmsCountries } from './constructs/sms-countries.ts';
import { createsLogins, deletesLogins, endsStaffLogins } from './constructs/login-grants.ts';

/** People who log in: customers and staff. */
export class CustomersStack extends ConceptStack {
  constructor(scope: Construct, props: Omit<ConceptStackProps, 'description'>) {
    super(scope, 'customers', { ...props, description: 'Customers and staff: master data, logins, preferences' });
    this.customers();
    this.membership();
    this.staff();
    this.feedback();
  }

  private customers(): void {
    const api = new LambdaFunction(this, 'Api', { name: 'customers-api', description: 'API of customers' });
    new ApiRoutes(this, 'Routes', {
      endpoints: customerEndpoints,
      fn: api,
      errorImpact: 'customers cannot see their data nor change how they are told, and nobody can end their relationship',
    });
  }

  /** Who makes logins could put them into any group, an administrator's too: so only what needs to does, and nothing that customers call. */
  private membership(): void {
    const membership = new LambdaFunction(this, 'Membership', { name: 'membership-api', description: 'Takes customers in, and back, and makes their logins' });
    this.makesLogins(membership);
    this.knowsAddresses(membership);
    knowsSmsCountries(membership);
    new ApiRoutes(this, 'MembershipRoutes', {
      endpoints: membershipEndpoints,
      fn: membership,
      errorImpact: 'customers cannot be entered, nor a recorded end put right',
    });
  }

  private staff(): void {
    const api = new LambdaFunction(this, 'StaffApi', { name: 'staff-api', description: 'API of staff' });
    // An issuer of their own has their logins, and then nothing here may make any.
    endsStaffLogins(api);
    if (!this.settings.staffIdentity) createsLogins(api);
    this.knowsAddresses(api);
    new ApiRoutes(this, 'StaffRoutes', {
      endpoints: staffEndpoints,
      fn: api,
      errorImpact: 'clerks cannot be entered, nor their skills changed, nor does the login of one who leaves end',
    });
  }

  /** What staff say of their tools; nothing of it makes or ends a login. */
  private feedback(): void {
    const api = new LambdaFunction(this, 'FeedbackApi', { name: 'feedback-api', description: 'API of feedback by staff' });
    new ApiRoutes(this, 'FeedbackRoutes', { endpoints: feedbackEndpoints, fn: api, errorImpact: 'staff cannot say what is wrong with their tools' });
  }

  /** Logins come and go. */
  private makesLogins(fn: LambdaFunction): void {
    createsLogins(fn);
    deletesLogins(fn);
  }

  /** Whose an address is, is known by its keyed hash. */
  private knowsAddresses(fn: LambdaFunction): void {
    const { lookupKey } = this.data;
    fn.knows('LOOKUP_KEY_ID', lookupKey.keyId).allow(['kms:GenerateMac'], lookupKey.keyArn);
  }
}
