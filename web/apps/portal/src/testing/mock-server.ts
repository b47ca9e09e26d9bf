import type { Session, StudyRow } from '@portico/api';
import * as f from './fixtures';
import { pullRoutes } from './pull-routes';

// Stands in for fetch: answers /api/v1 from the fixtures, for tests and for `VITE_MOCK=1 npm run dev`.
// The page's address chooses the person: ?as=clinician, ?as=anonymous, ?as=setup (kept for the tab).

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  part: (index: number) => string;
  body: unknown;
}

type Answer = unknown;
export type Route = [method: string, path: RegExp, answer: (asked: Asked) => Answer];

export class Refusal {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly extra: object = {},
  ) {}
}

const page = (items: unknown[]) => ({ items, nextCursor: null });

export interface MockOptions {
  session?: Session;
  portalEnabled?: boolean;
  // Routes that come before the usual ones.
  routes?: Route[];
}

function pageOfStudies({ query }: Asked) {
  const q = query.get('q')?.toLowerCase() ?? '';
  const wanted = query.getAll('modality');
  const found = f.studies.filter(
    (row: StudyRow) =>
      [row.patient.name, row.patient.patientId, row.accessionNumber, row.description].some((text) =>
        text.toLowerCase().includes(q),
      ) &&
      (wanted.length === 0 || row.modalities.some((modality) => wanted.includes(modality))) &&
      (query.get('unread') !== 'true' || row.unread) &&
      (!query.get('state') || row.state === query.get('state')),
  );
  const from = Number(query.get('cursor') ?? 0);
  const to = from + Number(query.get('limit') ?? 50);
  return { items: found.slice(from, to), nextCursor: to < found.length ? String(to) : null };
}

export function makeRoutes(options: MockOptions): Route[] {
  let current = options.session ?? f.session('staff');
  let portal = f.portal(options.portalEnabled ?? true);
  let preferences: unknown = { dateFormat: null, timeFormat: null, studyColumns: null, theme: 'auto' };
  const views: { id: string }[] = [];
  const one = <T extends { id: string }>(list: T[], id: string) =>
    list.find((item) => item.id === id) ??
    new Refusal(404, 'not_found', { detail: 'There is no such thing.' });

  return [
    ...(options.routes ?? []),
    ['GET', /^\/session$/, () => current],
    [
      'POST',
      /^\/session$/,
      ({ body }) => {
        const { email, password } = body as { email: string; password: string };
        if (password === 'wrong') {
          return new Refusal(401, 'sign_in_failed', { detail: 'The e-mail or the password is wrong.' });
        }
        current = f.session(email.startsWith('els') ? 'clinician' : 'staff');
        return current;
      },
    ],
    ['DELETE', /^\/session$/, () => void (current = f.session('anonymous'))],
    ['POST', /^\/session\/(extend|membership)$/, () => current],
    ['POST', /^\/setup$/, () => (current = f.session('staff'))],
    ['GET', /^\/sessions$/, () => ({ items: f.ownSessions })],
    ['GET', /^\/sign-in-history$/, () => ({ items: f.attempts })],
    ['GET', /^\/me\/preferences$/, () => preferences],
    ['PUT', /^\/me\/preferences$/, ({ body }) => (preferences = body)],
    ['GET', /^\/professions$/, () => f.professions],
    ['POST', /^\/registrations$/, ({ body }) => ({ email: (body as { email: string }).email })],
    ['POST', /^\/registrations\/confirmations$/, () => ({ email: 'els@maes.example' })],
    ['GET', /^\/demo\/messages$/, () => ({ items: f.messages })],
    ['GET', /^\/permissions$/, () => f.permissions],
    ['GET', /^\/role-templates$/, () => ({ items: f.clinicianRoles })],
    ['GET', /^\/tenant\/roles$/, () => page(f.roles)],
    ['GET', /^\/tenant\/clinician-roles$/, () => page(f.clinicianRoles)],
    ['GET', /^\/tenant\/users$/, () => page(f.users)],
    ['GET', /^\/tenant\/settings$/, () => f.settings],
    ['GET', /^\/tenant\/api-keys$/, () => page(f.apiKeys)],
    [
      'POST',
      /^\/tenant\/api-keys$/,
      () => ({ apiKey: f.apiKeys[0], key: 'ptk_4R9XZ0QW7M2N8B5V6C1D3F4G5H6J7K8L' }),
    ],
    ['GET', /^\/tenant\/ae-titles$/, () => page(f.aeTitles)],
    ...pullRoutes(),
    ['GET', /^\/tenant\/clinician-portal$/, () => portal],
    ['PUT', /^\/tenant\/clinician-portal$/, ({ body }) => (portal = { ...portal, ...(body as object) })],
    [
      'POST',
      /^\/tenant\/clinician-portal\/photo$/,
      () => ({ photoId: 'F1', photoUrl: f.portal(true).photoUrl }),
    ],
    [
      'POST',
      /^\/tenant\/clinician-portal\/enable$/,
      ({ body }) =>
        (body as { password: string }).password === 'wrong'
          ? new Refusal(403, 'wrong_password', { detail: 'The password is wrong.' })
          : (portal = { ...f.portal(true), ...(body as object) }),
    ],
    [
      'GET',
      /^\/tenant\/access-control$/,
      ({ query }) =>
        page(
          query.get('kind') === 'organisation'
            ? []
            : f.links.filter((link) => !query.get('state') || link.state === query.get('state')),
        ),
    ],
    ['GET', /^\/tenant\/access-control\/(\w+)$/, ({ part }) => one(f.links, part(1))],
    ['GET', /^\/tenant\/referrers\/unmatched$/, () => page(f.unmatched)],
    ['GET', /^\/tenant\/referrers\/links$/, () => page([])],
    ['GET', /^\/tenant\/clinicians$/, () => page(f.clinicians)],
    ['GET', /^\/studies$/, pageOfStudies],
    ['GET', /^\/studies\/(\w+)$/, ({ part }) => f.studyDetail(part(1))],
    ['GET', /^\/studies\/\w+\/access$/, () => page(f.currentAccess)],
    ['GET', /^\/studies\/\w+\/grantable$/, () => page(f.clinicians)],
    ['GET', /^\/studies\/\w+\/viewers$/, () => page(f.audit.slice(0, 4))],
    [
      'POST',
      /^\/grants$/,
      ({ body }) => ({ granted: (body as { membershipIds: string[] }).membershipIds.length }),
    ],
    ['GET', /^\/study-filters$/, () => ({ items: views })],
    [
      'POST',
      /^\/study-filters$/,
      ({ body }) => {
        const view = { id: `V${views.length}`, ...(body as object) };
        views.push(view);
        return view;
      },
    ],
    ['GET', /^\/tenant\/validation-queue$/, () => page(f.queue)],
    ['GET', /^\/tenant\/validation-queue\/(\w+)$/, ({ part }) => f.validationCase(part(1))],
    ['POST', /^\/tenant\/validation-queue\/(\w+)\/corrections$/, ({ part }) => f.validationCase(part(1))],
    [
      'POST',
      /^\/tenant\/validation-queue\/bulk$/,
      ({ body }) => ({ done: (body as { studyIds: string[] }).studyIds, failed: [] }),
    ],
    ['GET', /^\/tenant\/patients$/, () => page(f.validationCase('S3').candidates)],
    ['GET', /^\/clinician\/upload-departments$/, () => ({ items: f.uploadDepartments })],
    ['GET', /^\/clinician\/uploads$/, () => page(f.ownUploads)],
    ['GET', /^\/pacs-directory$/, () => page(f.directory)],
    ['GET', /^\/tenant\/audit$/, () => page(f.audit)],
    [
      'GET',
      /^\/tenant\/audit\/events$/,
      () => ({ codes: [...new Set(f.audit.map((entry) => entry.event))] }),
    ],
    ['*', /.*/, ({ method }) => (method === 'GET' ? new Refusal(404, 'not_found') : undefined)],
  ];
}

function respond(answer: Answer): Response {
  if (answer instanceof Refusal) {
    return new Response(
      JSON.stringify({ status: answer.status, code: answer.code, title: answer.code, ...answer.extra }),
      {
        status: answer.status,
        headers: { 'Content-Type': 'application/problem+json' },
      },
    );
  }
  if (answer === undefined) return new Response(null, { status: 204 });
  return new Response(JSON.stringify(answer), {
    status: 200,
    headers: { 'Content-Type': 'application/json' },
  });
}

export function mockFetch(options: MockOptions = {}): typeof fetch {
  const routes = makeRoutes(options);
  return async (input, init) => {
    const request =
      input instanceof Request ? input : new Request(new URL(String(input), location.origin), init);
    const url = new URL(request.url);
    const path = url.pathname.replace(/^\/api\/v1/, '');
    const text = request.headers.get('Content-Type')?.includes('json') ? await request.text() : '';
    for (const [method, pattern, answer] of routes) {
      const found = pattern.exec(path);
      if (!found || (method !== '*' && method !== request.method)) continue;
      const asked: Asked = {
        method: request.method,
        path,
        query: url.searchParams,
        part: (index) => found[index] ?? '',
        body: text ? (JSON.parse(text) as unknown) : undefined,
      };
      return respond(answer(asked));
    }
    return respond(new Refusal(404, 'not_found'));
  };
}

export function installMock(): void {
  const asked = new URLSearchParams(location.search);
  const as = asked.get('as') ?? sessionStorage.getItem('mock-as') ?? 'staff';
  sessionStorage.setItem('mock-as', as);
  const person = (['staff', 'clinician', 'anonymous', 'setup'] as const).find((one) => one === as) ?? 'staff';
  const real = window.fetch.bind(window);
  const mock = mockFetch({ session: f.session(person), portalEnabled: asked.get('portal') !== 'off' });
  window.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input), location.origin);
    return url.pathname.startsWith('/api/') ? mock(input, init) : real(input, init);
  };
  // No live events without a server.
  Reflect.deleteProperty(window, 'SharedWorker');
  Reflect.deleteProperty(window, 'EventSource');
}
