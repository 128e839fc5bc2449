import { z } from 'zod';
import { findUnsubscribable, unsubscribe } from '../../services/replies/unsubscribe';
import { problemAnswer } from '../answers';
import type { ApiDeps, App } from '../deps';
import { Problem } from '../errors';

// A person clicks once; mail programs and scanners of links a few times.
const CLICKS_PER_MINUTE = 600;

// What RFC 8058 prescribes is 26 bytes; a form of a browser is as short.
const BODY_LIMIT_BYTES = 1_024;

const params = z.strictObject({ token: z.string().min(1).max(120) });

const words = {
  en: {
    lang: 'en',
    title: 'Payment reminders by e-mail',
    question: 'Stop payment reminders to this address? Formal notices by post are not affected.',
    button: 'Stop reminders',
    done: 'Payment reminders to this address have been stopped.',
  },
  zh: {
    lang: 'zh-CN',
    title: '付款提醒邮件',
    question: '是否停止向此地址发送付款提醒？邮寄的正式函件不受影响。',
    button: '停止提醒',
    done: '已停止向此地址发送付款提醒。',
  },
} as const;

const wordsOf = (language: string) => (language.startsWith('zh') ? words.zh : words.en);

/** Texts of ours only: nothing of the debtor stands on the page. */
const pageOf = ({ lang, title }: { readonly lang: string; readonly title: string }, body: string): string =>
  `<!doctype html>\n<html lang="${lang}"><head><meta charset="utf-8"><title>${title}</title></head><body><main><h1>${title}</h1>${body}</main></body></html>\n`;

function contactIn(deps: ApiDeps, token: string): string {
  const contactId = deps.unsubscribeLinks?.read(token) ?? null;
  if (contactId !== null) return contactId;
  throw new Problem('notFound', 'This link is not one of ours, or no longer valid.');
}

/**
 * Where debtors refuse more reminders by e-mail: mail programs post `List-Unsubscribe=One-Click` (RFC 8058), people look at a
 * page first. To look changes nothing: scanners of links do it unasked.
 */
export function unsubscribeRoutes(scope: App, deps: ApiDeps): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES }, (_request, _body, done) =>
    done(null),
  );
  const config = { public: true, rateLimit: { max: CLICKS_PER_MINUTE, timeWindow: '1 minute' } } as const;
  const common = { tags: ['unsubscribe'], security: [], params };
  const response = { 200: z.string(), '4xx': problemAnswer };
  scope.get(
    '/unsubscribe/:token',
    { config, schema: { ...common, summary: 'A page that asks whether reminders are to stop', response } },
    async (request, reply) => {
      const found = await findUnsubscribable(deps.db, contactIn(deps, request.params.token));
      if (found === null) throw new Problem('notFound', 'There is no such message.');
      const word = wordsOf(found.language);
      const form = `<p>${word.question}</p><form method="post"><button>${word.button}</button></form>`;
      return reply.type('text/html; charset=utf-8').send(pageOf(word, form));
    },
  );
  scope.post(
    '/unsubscribe/:token',
    { config, schema: { ...common, summary: 'Stops reminders to the address of a message', response } },
    async (request, reply) => {
      const contactId = contactIn(deps, request.params.token);
      const found = await findUnsubscribable(deps.db, contactId);
      if (found === null || !(await unsubscribe(deps.db, contactId, deps.clock())))
        throw new Problem('notFound', 'There is no such message.');
      const word = wordsOf(found.language);
      return reply.type('text/html; charset=utf-8').send(pageOf(word, `<p>${word.done}</p>`));
    },
  );
}
