/**
 * Fills `{name}` with values. A clause in [ ] is left out when one of its values is absent; outside of clauses an absent
 * value shows as "…".
 */
export function fillTemplate(template: string, values: ReadonlyMap<string, string>): string {
  const put = (text: string) => text.replace(/\{(\w+)\}/g, (_match, name: string) => values.get(name) ?? '…');
  const clauses = template.replace(/\[([^\]]*)\]/g, (_match, clause: string) => {
    const names = [...clause.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
    return names.every((name) => values.has(name)) ? put(clause) : '';
  });
  return put(clauses).trim();
}
