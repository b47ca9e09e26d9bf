import { ErrorState } from '@portico/ui';
import { queries } from '@portico/api';
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type RouterHistory,
} from '@tanstack/react-router';
import { parseStudySearch } from '../pages/studies/search';
import { Guarded } from './guarded';
import { speakLanguageOf } from './language';
import { homeFor, safeReturn } from './navigation';
import { NotFound } from './not-found';
import { Root } from './root';

interface Context {
  queryClient: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => <ErrorState error={error} retry={reset} />,
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(queries.session());
    await speakLanguageOf(session);
    if (session.setupNeeded && location.pathname !== '/setup') throw redirect({ to: '/setup' });
    return { session };
  },
});

// ---- before sign-in ----

const front = createRoute({
  getParentRoute: () => root,
  id: 'front',
  component: lazyRouteComponent(() => import('../pages/start/front-layout'), 'FrontLayout'),
});
const setup = createRoute({
  getParentRoute: () => front,
  path: '/setup',
  beforeLoad: ({ context }) => {
    if (!context.session.setupNeeded) throw redirect({ to: '/' });
  },
  component: lazyRouteComponent(() => import('../pages/start/setup'), 'SetupPage'),
});
const signIn = createRoute({
  getParentRoute: () => front,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string; ended?: boolean } => ({
    next: safeReturn(search.next) ?? undefined,
    ended: search.ended === true || search.ended === 'true' ? true : undefined,
  }),
  beforeLoad: ({ context, search }) => {
    if (context.session.user) throw redirect({ href: search.next ?? homeFor(context.session) });
  },
  component: lazyRouteComponent(() => import('../pages/start/sign-in'), 'SignInPage'),
});
const register = createRoute({
  getParentRoute: () => front,
  path: '/register',
  component: lazyRouteComponent(() => import('../pages/start/register'), 'RegisterPage'),
});
const confirm = createRoute({
  getParentRoute: () => front,
  path: '/register/confirm',
  component: lazyRouteComponent(() => import('../pages/start/confirm'), 'ConfirmPage'),
});

// ---- for everybody ----

const open = createRoute({
  getParentRoute: () => root,
  id: 'open',
  component: lazyRouteComponent(() => import('../pages/info/open-layout'), 'OpenLayout'),
});
const about = createRoute({
  getParentRoute: () => open,
  path: '/about',
  component: lazyRouteComponent(() => import('../pages/info/about'), 'AboutPage'),
});
const help = createRoute({
  getParentRoute: () => open,
  path: '/help',
  component: lazyRouteComponent(() => import('../pages/info/help'), 'HelpPage'),
});
const demoMessages = createRoute({
  getParentRoute: () => open,
  path: '/demo/messages',
  component: lazyRouteComponent(() => import('../pages/info/demo-messages'), 'DemoMessagesPage'),
});

// ---- signed in ----

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: ({ context, location }) => {
    if (!context.session.user) {
      throw redirect({ to: '/sign-in', search: { next: safeReturn(location.href) ?? undefined } });
    }
  },
  component: lazyRouteComponent(() => import('./signed-in'), 'SignedIn'),
});
const shell = createRoute({
  getParentRoute: () => signedIn,
  id: 'shell',
  component: lazyRouteComponent(() => import('./shell'), 'Shell'),
});
const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: ({ context }) => {
    throw redirect({ to: homeFor(context.session) });
  },
});

const guarded = (permissions: string[], load: () => Promise<React.ComponentType>) =>
  lazyRouteComponent(async () => {
    const Page = await load();
    return {
      default: () => (
        <Guarded needs={permissions}>
          <Page />
        </Guarded>
      ),
    };
  });

const studies = createRoute({
  getParentRoute: () => shell,
  path: '/studies',
  validateSearch: parseStudySearch,
  component: lazyRouteComponent(() => import('../pages/studies/studies-page'), 'StudiesPage'),
});
const study = createRoute({
  getParentRoute: () => shell,
  path: '/studies/$studyId',
  component: lazyRouteComponent(() => import('../pages/study/study-page'), 'StudyPage'),
});
const validation = createRoute({
  getParentRoute: () => shell,
  path: '/validation',
  component: guarded(['validate_studies'], async () => (await import('../pages/validation/queue')).QueuePage),
});
const upload = createRoute({
  getParentRoute: () => shell,
  path: '/upload',
  component: lazyRouteComponent(() => import('../pages/upload/upload-page'), 'UploadPage'),
});
const pull = createRoute({
  getParentRoute: () => shell,
  path: '/pull',
  component: guarded(['upload_studies'], async () => (await import('../pages/pull/pull-page')).PullPage),
});
const validationCase = createRoute({
  getParentRoute: () => shell,
  path: '/validation/$studyId',
  component: guarded(['validate_studies'], async () => (await import('../pages/validation/case')).CasePage),
});
const directory = createRoute({
  getParentRoute: () => shell,
  path: '/directory',
  component: lazyRouteComponent(() => import('../pages/directory/directory'), 'DirectoryPage'),
});
const users = createRoute({
  getParentRoute: () => shell,
  path: '/admin/users',
  component: guarded(['manage_users'], async () => (await import('../pages/admin/users')).UsersPage),
});
const roles = createRoute({
  getParentRoute: () => shell,
  path: '/admin/roles',
  component: guarded(['manage_roles'], async () => (await import('../pages/admin/roles')).TenantRolesPage),
});
const clinicianRoles = createRoute({
  getParentRoute: () => shell,
  path: '/admin/clinician-roles',
  component: guarded(
    ['manage_clinician_roles'],
    async () => (await import('../pages/admin/roles')).ClinicianRolesPage,
  ),
});
const portal = createRoute({
  getParentRoute: () => shell,
  path: '/admin/clinician-portal',
  component: guarded(
    ['manage_clinician_portal'],
    async () => (await import('../pages/clinician-portal/portal')).PortalPage,
  ),
});
const accessControl = createRoute({
  getParentRoute: () => shell,
  path: '/admin/access-control',
  component: guarded(
    ['manage_clinician_portal'],
    async () => (await import('../pages/clinician-portal/access-control')).AccessControlPage,
  ),
});
const accessLink = createRoute({
  getParentRoute: () => shell,
  path: '/admin/access-control/$linkId',
  component: guarded(
    ['manage_clinician_portal'],
    async () => (await import('../pages/clinician-portal/access-link')).AccessLinkPage,
  ),
});
const referrers = createRoute({
  getParentRoute: () => shell,
  path: '/admin/referrers',
  component: guarded(
    ['manage_clinician_portal'],
    async () => (await import('../pages/clinician-portal/referrers')).ReferrersPage,
  ),
});
const deleted = createRoute({
  getParentRoute: () => shell,
  path: '/deleted',
  component: guarded(
    ['delete_studies'],
    async () => (await import('../pages/study/deleted-studies')).DeletedStudiesPage,
  ),
});
const integrations = createRoute({
  getParentRoute: () => shell,
  path: '/admin/integrations/$section',
  component: guarded(
    ['manage_integrations'],
    async () => (await import('../pages/integrations/integrations-page')).IntegrationsPage,
  ),
});
const toNodes = () => {
  throw redirect({ to: '/admin/integrations/$section', params: { section: 'nodes' }, replace: true });
};
const integrationsHome = createRoute({
  getParentRoute: () => shell,
  path: '/admin/integrations',
  beforeLoad: toNodes,
});
// Where the nodes were before.
const nodes = createRoute({ getParentRoute: () => shell, path: '/admin/nodes', beforeLoad: toNodes });
const apiKeys = createRoute({
  getParentRoute: () => shell,
  path: '/admin/api-keys',
  component: guarded(['manage_api_keys'], async () => (await import('../pages/admin/api-keys')).ApiKeysPage),
});
const audit = createRoute({
  getParentRoute: () => shell,
  path: '/admin/audit',
  component: guarded(['view_audit_logs'], async () => (await import('../pages/audit/audit')).AuditPage),
});
const messages = createRoute({
  getParentRoute: () => shell,
  path: '/admin/messages',
  component: guarded(
    ['manage_settings'],
    async () => (await import('../pages/messages/messages-page')).MessagesPage,
  ),
});
const general = createRoute({
  getParentRoute: () => shell,
  path: '/admin/general',
  component: guarded(['manage_settings'], async () => (await import('../pages/admin/general')).GeneralPage),
});
const profile = createRoute({
  getParentRoute: () => shell,
  path: '/profile/$tab',
  component: lazyRouteComponent(() => import('../pages/profile/profile'), 'ProfilePage'),
});

const viewer = createRoute({
  getParentRoute: () => signedIn,
  path: '/viewer/$studyId',
  component: lazyRouteComponent(() => import('../pages/viewer/viewer-page'), 'ViewerPage'),
});

const routeTree = root.addChildren([
  front.addChildren([setup, signIn, register, confirm]),
  open.addChildren([about, help, demoMessages]),
  signedIn.addChildren([
    shell.addChildren([
      home,
      studies,
      study,
      validation,
      validationCase,
      upload,
      pull,
      directory,
      users,
      roles,
      clinicianRoles,
      portal,
      accessControl,
      accessLink,
      referrers,
      deleted,
      integrations,
      integrationsHome,
      nodes,
      apiKeys,
      audit,
      messages,
      general,
      profile,
    ]),
    viewer,
  ]),
]);

export function makeRouter(queryClient: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree,
    history,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} retry={reset} />,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
