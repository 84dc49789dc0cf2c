import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { NewTopic, newTopic } from '../../shared/topics/topic.ts';
import { topicNeeds } from '../../shared/topics/topic-table.ts';
import { TopicView } from './views.ts';

const uses = { topics: only(topicNeeds, 'add', 'inVersion') };

interface AddTopicDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const addTopic = endpoint({
  method: 'POST',
  path: '/v1/topics',
  allow: ['admin'],
  summary: 'Add a topic: what letters are about, explained in German and perhaps English, with questions and answers and links. Letters name it',
  body: NewTopic,
  example: {
    name: 'annual-premium-invoice',
    texts: {
      de: {
        title: 'Jahresrechnung',
        explanation:
          'Einmal im Jahr sagen wir Ihnen, was Ihr Vertrag kostet und wann der Betrag fällig ist.\n\nHat sich der Beitrag geändert, steht der Grund auf der zweiten Seite.',
        questions: [
          { question: 'Wann wird der Beitrag abgebucht?', answer: 'An dem Tag, der auf der Rechnung steht, oder am nächsten Werktag.' },
          { question: 'Kann ich in Raten zahlen?', answer: 'Ja, auch halbjährlich und vierteljährlich. Schreiben Sie uns über das Kundenportal.' },
        ],
        links: [{ label: 'Beitrag und Zahlweise', url: 'https://www.example.org/hilfe/beitrag' }],
      },
      en: {
        title: 'Annual invoice',
        explanation: 'Once a year we tell you what your contract costs, and when the sum is due.',
        questions: [{ question: 'When is the money taken?', answer: 'On the day that stands on the invoice, or the next working day.' }],
        links: [{ label: 'Premium and payment', url: 'https://www.example.org/en/help/premium' }],
      },
    },
  },
  returns: TopicView,
  status: 201,
  version: (topic) => topic.version,
  uses,
  async handle({ body, caller, once }, { topics, now }: AddTopicDeps) {
    const at = now();
    const topic = newTopic(body, { id: caller.id, at });
    const { earlier } = await topics.add(topic, { request: once, status: 201, madeId: topic.name }, at);
    // As it was made: by now it may have been changed.
    return earlier ? topics.inVersion(earlier.id, 1) : topic;
  },
});
