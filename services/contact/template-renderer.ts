import { compileCalendar, creditorDayOf } from '../../domain/calendar';
import type { Plan } from '../../domain/plan';
import { announcedLegalDay } from '../../domain/policy/announced';
import type { MessageFacts } from '../render/facts';
import type { PolicyStore } from '../policy-store';
import { renderMessage } from '../render/message';
import { calendarSlice } from '../calendar-slices';
import { addDays, epochDay, isoDate, isoDateOf, minuteOf, MINUTES_PER_DAY, parseDay } from '../../domain/time';
import type { ContactContent, MessageRenderer } from './message-content';

/** The date of an instant in a zone. */
function dateIn(zone: string, instant: string) {
  const minute = minuteOf(instant);
  const around = addDays(epochDay(Math.floor(minute / MINUTES_PER_DAY)), -1);
  const slice = calendarSlice({ creditorZone: zone, debtorZone: zone, debtorCountry: null, from: around, days: 3 });
  return creditorDayOf(compileCalendar(slice), minute);
}

function factsOf(content: ContactContent, plan: Plan): MessageFacts {
  const today = dateIn(content.creditor.zone, content.at);
  const payByDays = plan.steps.find((step) => step.id === content.leadStep)?.payByDays;
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
    payBy: payByDays === undefined ? null : isoDateOf(addDays(today, payByDays)),
    announcedLegalDate: announced === null ? null : isoDateOf(announced),
  };
}

/** Renders the pinned policy's own templates, whatever the newest version says. */
export const createTemplateRenderer = (policies: PolicyStore): MessageRenderer => ({
  async render(content) {
    const templates = await policies.templatesOf(content.policyHash);
    const { template, channel, language } = content;
    const {
      subject = null,
      text,
      html = null,
    } = renderMessage({
      templates,
      template,
      channel,
      language,
      facts: factsOf(content, await policies.planOfHash(content.policyHash)),
    });
    return { subject, text, html };
  },
});
