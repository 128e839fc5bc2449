import type { PolicyStore } from '../policy-store';
import { productLaw } from '../product-law';
import { messageFacts } from '../render/message-facts';
import { renderMessage } from '../render/message';
import type { MessageRenderer } from './message-content';

/** Renders the pinned policy's own templates, whatever the newest version says. `paymentLink`: see `MessageSettings`. */
export const createTemplateRenderer = (
  policies: Pick<PolicyStore, 'planOfHash' | 'templatesOf'>,
  paymentLink: string | null = null,
): MessageRenderer => ({
  async textsOf(policyHash) {
    const [plan, templates] = [await policies.planOfHash(policyHash), await policies.templatesOf(policyHash)];
    const law = await productLaw();
    return {
      plan,
      render(content) {
        const { template, channel, language } = content;
        const facts = messageFacts(content, plan, { law, paymentLink });
        const rendered = renderMessage({ templates, template, channel, language, facts });
        const { subject = null, text, html = null, letter = null } = rendered;
        return { subject, text, html, letter };
      },
    };
  },
});
