import type { PermissionInfo } from '@portico/api';

export interface PermissionGroup {
  category: string;
  permissions: PermissionInfo[];
}

// By category, in the order in which the server names them.
export function groupPermissions(permissions: PermissionInfo[]): PermissionGroup[] {
  const groups = new Map<string, PermissionInfo[]>();
  for (const permission of permissions) {
    const group = groups.get(permission.category);
    if (group) group.push(permission);
    else groups.set(permission.category, [permission]);
  }
  return [...groups].map(([category, own]) => ({ category, permissions: own }));
}

// A name for a copy that no role has yet: "Nurse (2)", "Nurse (3)".
export function copyName(name: string, taken: string[]): string {
  const base = name.replace(/ \(\d+\)$/, '');
  for (let number = 2; ; number += 1) {
    const candidate = `${base} (${number})`;
    if (!taken.includes(candidate)) return candidate;
  }
}
