import { answer, client, ifMatch } from './client';
import type * as c from './contract';

// Other systems, and what is fetched from them (STU-4, CLA-27); part of `api`.
export const pullCalls = {
  echoNode: (ae: string) =>
    answer(client.POST('/api/v1/tenant/ae-titles/{ae}/echo', { params: { path: { ae } } })),

  dicomwebServers: (query: { cursor?: string }) =>
    answer(client.GET('/api/v1/tenant/dicomweb-servers', { params: { query } })),
  createDicomwebServer: (body: c.DicomwebServerInput) =>
    answer(client.POST('/api/v1/tenant/dicomweb-servers', { body })),
  changeDicomwebServer: (server: string, version: number, body: c.DicomwebServerInput) =>
    answer(
      client.PUT('/api/v1/tenant/dicomweb-servers/{server}', {
        params: { path: { server }, header: ifMatch(version) },
        body,
      }),
    ),
  deleteDicomwebServer: (server: string) =>
    answer(client.DELETE('/api/v1/tenant/dicomweb-servers/{server}', { params: { path: { server } } })),
  checkDicomwebServer: (server: string) =>
    answer(client.POST('/api/v1/tenant/dicomweb-servers/{server}/check', { params: { path: { server } } })),

  pullSources: async () => (await answer(client.GET('/api/v1/tenant/pull-sources'))).items,
  searchSource: (source: string, body: c.RemoteSearch, signal?: AbortSignal) =>
    answer(
      client.POST('/api/v1/tenant/pull-sources/{source}/search', {
        params: { path: { source } },
        body,
        signal,
      }),
    ),
  pulls: (query: { cursor?: string }) =>
    answer(client.GET('/api/v1/tenant/pulls', { params: { query: { ...query, limit: 200 } } })),
  pull: (body: c.NewPulls) => answer(client.POST('/api/v1/tenant/pulls', { body })),
  retryPull: (pull: string) =>
    answer(client.POST('/api/v1/tenant/pulls/{pull}/retry', { params: { path: { pull } } })),
  cancelPull: (pull: string) =>
    answer(client.POST('/api/v1/tenant/pulls/{pull}/cancel', { params: { path: { pull } } })),
  remotePriors: (study: string, signal?: AbortSignal) =>
    answer(client.GET('/api/v1/studies/{study}/remote-priors', { params: { path: { study } }, signal })),

  pullRules: (query: { cursor?: string }) =>
    answer(client.GET('/api/v1/tenant/pull-rules', { params: { query } })),
  createPullRule: (body: c.PullRuleInput) => answer(client.POST('/api/v1/tenant/pull-rules', { body })),
  changePullRule: (rule: string, version: number, body: c.PullRuleInput) =>
    answer(
      client.PUT('/api/v1/tenant/pull-rules/{rule}', {
        params: { path: { rule }, header: ifMatch(version) },
        body,
      }),
    ),
  deletePullRule: (rule: string) =>
    answer(client.DELETE('/api/v1/tenant/pull-rules/{rule}', { params: { path: { rule } } })),
  runPullRule: (rule: string) =>
    answer(client.POST('/api/v1/tenant/pull-rules/{rule}/run', { params: { path: { rule } } })),
};
