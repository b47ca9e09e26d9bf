import type { DirectoryCard } from '@portico/api';

// A department may be asked when it was never asked, or when the waiting time after a refusal is over (CLA-20).
export function mayRequest(card: DirectoryCard, now: Date): boolean {
  if (card.state === 'not_requested') return true;
  return card.state === 'declined' && (!card.mayAskAgainAt || new Date(card.mayAskAgainAt) <= now);
}
