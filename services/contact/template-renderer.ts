import type { Plan } from '../../domain/plan';
import { announcedLegalDay } from '../../domain/policy/announced';
import type { MessageFacts } from '../render/facts';
import { localDateIn } from '../local-day';
import type { PolicyStore } from '../policy-store';
import { renderMessage } from '../render/message';
import { dayOf, isoDate, isoDateOf, parseDay } from '../../domain/time';
import type { ContactContent, MessageRenderer } from './message-content';

function factsOf(content: ContactContent, plan: Plan): MessageFacts {
  const today = dayOf(localDateIn(content.creditor.zone, new Date(content.at)));
  const announced = announcedLegalDay(plan, { step: content.leadStep, today, stageDay: content.leadDay });
  return {
    asOf: isoDateOf(today),
    creditor: { name: content.creditor.legalName },
    debtor: { name: content.debtor.name },
    person: content.personName === null ? null : { name: content.personName },
    invoices: content.invoices.map(({ number, currency, amountMinor, openMinor, dueDate }) => ({
      number,
      amount: { amountMinor, currency },
      open: { amountMinor: openMinor, currency },
      dueDate: isoDate(dueDate),
      daysPastDue: today - parseDay(dueDate),
    })),
    signer: { name: content.creditor.name, title: content.language === 'zh-CN' ? '应收账款部' : 'Accounts receivable' },
    payBy: content.payBy,
    announcedLegalDate: announced === null ? null : isoDateOf(announced),
  };
}

/** Renders the pinned policy's own templates, whatever the newest version says. */
export const createTemplateRenderer = (policies: PolicyStore): MessageRenderer => ({
  async textsOf(policyHash) {
    const [plan, templates] = [await policies.planOfHash(policyHash), await policies.templatesOf(policyHash)];
    return {
      plan,
      render(content) {
        const { template, channel, language } = content;
        const facts = factsOf(content, plan);
        const { subject = null, text, html = null } = renderMessage({ templates, template, channel, language, facts });
        return { subject, text, html };
      },
    };
  },
});
