export interface TextPart {
  text: string;
  href: string | null;
}

// Finds http(s) addresses in plain text. Punctuation that ends a sentence is not part of an address.
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let last = 0;
  for (const found of text.matchAll(/https?:\/\/[^\s<>"']+/g)) {
    const address = found[0].replace(/[.,;:!?)\]]+$/, '');
    if (found.index > last) parts.push({ text: text.slice(last, found.index), href: null });
    parts.push({ text: address, href: address });
    last = found.index + address.length;
  }
  if (last < text.length) parts.push({ text: text.slice(last), href: null });
  return parts;
}
