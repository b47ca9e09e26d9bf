export function ReferrersPage() { return null; }
