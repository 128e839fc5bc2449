import type { Config } from '../../config';
import { unsubscribeUrls } from '../link-token';
import { createSendGridSender } from '../sendgrid';
import type { ChannelAdapter } from './message';

/** E-mail by SendGrid, with documents, and for reminders the button to unsubscribe. */
export const emailChannel = ({ sendgrid, api, linkKey }: Config): ChannelAdapter =>
  createSendGridSender({
    ...sendgrid,
    unsubscribeUrl: unsubscribeUrls({ publicBaseUrl: api.publicBaseUrl, linkKey }),
  });
