export function AccessLinkPage() { return null; }
