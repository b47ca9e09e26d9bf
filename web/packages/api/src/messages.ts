import { answer, client } from './client';
import type * as c from './contract';

// Mails and text messages of the department (PAT-42, GEN-10); part of `api`.
export const messageCalls = {
  messages: (query: c.MessageQuery) =>
    answer(client.GET('/api/v1/tenant/messages', { params: { query: { ...query, limit: 50 } } })),
  sendMessageAgain: (message: string) =>
    answer(client.POST('/api/v1/tenant/messages/{message}/sendings', { params: { path: { message } } })),
  messageUsage: () => answer(client.GET('/api/v1/tenant/message-usage')),
  messageTexts: () => answer(client.GET('/api/v1/tenant/message-texts')),
};
