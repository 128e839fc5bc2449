import { evidenceOf, missingPapers } from '../../domain/papers';

describe('the papers of a claim', () => {
  it('[S204] are complete with agreement, delivery, acceptance and invoice; what is missing is named', () => {
    expect(missingPapers(['contract', 'invoice'])).toEqual(['deliveryNote', 'acceptance']);
    expect(missingPapers(['order', 'deliveryNote', 'acceptance', 'invoice'])).toEqual([]);
    expect(missingPapers([])).toEqual(['contract', 'deliveryNote', 'acceptance', 'invoice']);
  });

  it('[S73] say nothing while nobody keeps any here', () => {
    expect(evidenceOf([])).toBeNull();
    expect(evidenceOf(['invoice'])).toBe('incomplete');
    expect(evidenceOf(['contract', 'deliveryNote', 'acceptance', 'invoice'])).toBe('complete');
  });
});
