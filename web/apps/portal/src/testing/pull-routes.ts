import type * as c from '@portico/api';
import type { Route } from './mock-server';
import * as f from './pull-fixtures';

const page = (items: unknown[]) => ({ items, nextCursor: null });

// Other archives, as the mock has them: what is pulled comes a little further at every question.
export function pullRoutes(): Route[] {
  let pulls = f.pulls();
  const change = (id: string, state: c.Pull['state']) => {
    pulls = pulls.map((one) => (one.id === id ? { ...one, state, problem: '' } : one));
    return pulls.find((one) => one.id === id);
  };
  const goOn = (one: c.Pull): c.Pull => {
    if (one.state === 'waiting') return { ...one, state: 'pulling', total: 40 };
    if (one.state !== 'pulling') return one;
    const received = Math.min(one.total, one.received + Math.ceil(one.total / 5));
    return received === one.total ? { ...one, received, state: 'done', studyId: 'S4' } : { ...one, received };
  };
  return [
    ['POST', /^\/tenant\/ae-titles\/\w+\/echo$/, () => ({ ok: true, problem: '' })],
    ['GET', /^\/tenant\/dicomweb-servers$/, () => page(f.dicomwebServers)],
    ['POST', /^\/tenant\/dicomweb-servers$/, () => f.dicomwebServers[0]],
    ['PUT', /^\/tenant\/dicomweb-servers\/\w+$/, () => f.dicomwebServers[0]],
    [
      'POST',
      /^\/tenant\/dicomweb-servers\/\w+\/check$/,
      () => ({ ok: false, problem: 'source_unreachable' }),
    ],
    ['GET', /^\/tenant\/pull-sources$/, () => ({ items: f.pullSources })],
    ['POST', /^\/tenant\/pull-sources\/\w+\/search$/, () => f.remoteStudies],
    [
      'GET',
      /^\/tenant\/pulls$/,
      () => {
        const now = pulls;
        pulls = pulls.map(goOn);
        return page(now);
      },
    ],
    [
      'POST',
      /^\/tenant\/pulls$/,
      ({ body }) => {
        const { studyInstanceUids } = body as c.NewPulls;
        const made = studyInstanceUids.map((studyInstanceUid, index) =>
          f.pull({
            id: `PN${pulls.length + index}`,
            studyInstanceUid,
            patientName: 'Peeters^Anna',
            createdAt: new Date().toISOString(),
          }),
        );
        pulls = [...made, ...pulls];
        return { items: made };
      },
    ],
    ['POST', /^\/tenant\/pulls\/(\w+)\/retry$/, ({ part }) => change(part(1), 'waiting')],
    ['POST', /^\/tenant\/pulls\/(\w+)\/cancel$/, ({ part }) => change(part(1), 'cancelled')],
    ['GET', /^\/studies\/\w+\/remote-priors$/, () => f.remotePriors],
    ['GET', /^\/tenant\/pull-rules$/, () => page(f.pullRules)],
    ['POST', /^\/tenant\/pull-rules$/, () => f.pullRules[0]],
    ['PUT', /^\/tenant\/pull-rules\/\w+$/, () => f.pullRules[0]],
    ['POST', /^\/tenant\/pull-rules\/\w+\/run$/, () => f.pullRules[0]],
    ['GET', /^\/tenant\/sending-targets$/, () => ({ items: f.sendingTargets })],
    ['GET', /^\/studies\/\w+\/sendings$/, () => ({ items: f.sendings })],
    ['POST', /^\/studies\/\w+\/sendings$/, () => f.sendings[0]],
  ];
}
