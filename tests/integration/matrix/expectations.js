// What an operation must answer a caller about a thing of a side, from the guard of the operation alone.
//
// 'sign_in_required' and 'forbidden': the guard says no. 'hidden': as if the thing were not there. 'past': the caller
// gets in; what happens then is for other tests.
const needs = {
  public: () => true,
  any_caller: (caller) => caller.kind !== 'nobody',
  signed_in: (caller) => ['staff', 'clinician'].includes(caller.kind),
  staff: (caller) => ['staff', 'key'].includes(caller.kind),
  clinician_account: (caller) => caller.kind === 'clinician',
  needs_all: (caller, { permissions }) =>
    permissions.every((permission) => caller.permissions.has(permission)),
  needs_any: (caller, { permissions }) =>
    permissions.some((permission) => caller.permissions.has(permission)),
  on_study: (caller) => caller.kind !== 'nobody',
  // Clinicians: where the department lets them, and everywhere else as if they might nowhere.
  may_upload: (caller, guard, side) =>
    caller.kind === 'clinician' ? caller.uploads === side : needs.needs_all(caller, guard),
};

const mayKnow = {
  tenant: (caller, side) => caller.side === side || caller.uploads === side,
  study: (caller, side) => caller.sees.includes(side),
  user: (_, side, own) => side === own,
  search: () => true,
  directory: () => true,
  everybody: () => true,
};

export function expected(operation, caller, side, own) {
  const rule = needs[operation.guard.kind];
  if (!rule) throw new Error(`no expectation for guard ${operation.guard.kind}`);
  if (!rule(caller, operation.guard, side)) return caller.kind === 'nobody' ? 'sign_in_required' : 'forbidden';
  if (!operation.sample?.scope) return 'past';
  if (!mayKnow[operation.sample.scope](caller, side, own)) return 'hidden';
  if (operation.sample.clinicianRight && caller.kind === 'clinician') return 'forbidden';
  return 'past';
}

const guardCodes = ['sign_in_required', 'forbidden', 'csrf_failed', 'api_key_unknown', 'cross_origin'];

// What is wrong with an answer; undefined when nothing is.
export function complaint(wanted, answer, operation) {
  const got = `${answer.status} ${answer.code ?? ''}`.trim();
  if (answer.status >= 500) return `wanted ${wanted}, got ${got}`;
  const good = {
    sign_in_required: () => answer.status === 401 && answer.code === 'sign_in_required',
    forbidden: () => answer.status === 403 && answer.code === 'forbidden',
    hidden: () =>
      operation.sample.hides
        ? operation.sample.hides(answer)
        : answer.status === 404 && answer.code === 'not_found',
    past: () => !guardCodes.includes(answer.code) && answer.code !== 'not_found',
  }[wanted]();
  return good ? undefined : `wanted ${wanted}, got ${got}`;
}
