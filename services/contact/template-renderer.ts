import { DomainError } from '../../domain/errors';
import { statedSums } from '../interest/write-quotes';
import type { PolicyStore } from '../policy-store';
import { productLaw } from '../product-law';
import { messageFacts } from '../render/message-facts';
import { renderMessage, variableText } from '../render/message';
import type { ContactContent, MessageRenderer, RenderedText } from './message-content';
import { filledTemplate, leadingStepOf } from './message-extras';

/** Renders the pinned policy's own templates, whatever the newest version says. `paymentLink`: see `MessageSettings`. */
export const createTemplateRenderer = (
  policies: Pick<PolicyStore, 'planOfHash' | 'templatesOf'>,
  paymentLink: string | null = null,
): MessageRenderer => ({
  async textsOf(policyHash) {
    const [plan, templates] = [await policies.planOfHash(policyHash), await policies.templatesOf(policyHash)];
    const law = await productLaw();
    const rendered = (content: ContactContent) => {
      const { template, channel, language } = content;
      const facts = messageFacts(content, plan, { law, paymentLink });
      return { facts, ...renderMessage({ templates, template, channel, language, facts }) };
    };
    return {
      plan,
      render(content): RenderedText {
        const { channel, language } = content;
        const { facts, subject = null, text, html = null, letter = null } = rendered(content);
        const step = leadingStepOf(plan, content.leadStep);
        const filled = channel === 'whatsapp' ? filledTemplate(step, language, variableText(facts, language)) : null;
        if (channel === 'whatsapp' && filled === null)
          throw new DomainError('noTemplate', `Step ${content.leadStep} has no WhatsApp template for ${language}`);
        const attach = channel === 'email' ? (step?.attach ?? []) : [];
        const posted = { ...content, channel: 'letter' as const, to: content.postAddress ?? '' };
        const attachedLetter = attach.includes('letter') ? (rendered(posted).letter ?? null) : null;
        const { creditor, debtor } = content;
        const recorded = plan.recording === 'always' && content.mayRecord;
        const call = channel === 'voice' ? { caller: creditor.legalName, called: debtor.name, recorded } : null;
        const extras = { formal: step?.formal ?? false, attach, attachedLetter, template: filled, call };
        return { subject, text, html, letter, stated: statedSums(facts), ...extras };
      },
    };
  },
});
