import fc from 'fast-check';
import { decideReview, isSameBasis, type LivingProposal, type ProposalBasis } from '../../../domain/contact/review';

const basis: ProposalBasis = {
  channel: 'email',
  pointId: 'point-1',
  template: 'friendly',
  invoices: [
    ['invoice-1', 100_000],
    ['invoice-2', 50_000],
  ],
};
const proposal = (over: Partial<LivingProposal> = {}): LivingProposal => ({
  ...{ state: 'waiting', edited: false, datesRight: true, basis },
  ...over,
});
const others: readonly Partial<ProposalBasis>[] = [
  { channel: 'sms' },
  { pointId: 'point-2' },
  { template: 'firm' },
  { invoices: [['invoice-1', 100_000]] },
  {
    invoices: [
      ['invoice-1', 60_000],
      ['invoice-2', 50_000],
    ],
  },
];

describe('a message under review', () => {
  it('is proposed once, kept while its words are a person’s, and written again while they are ours', () => {
    expect(decideReview(true, null, basis)).toBe('propose');
    expect(decideReview(true, proposal(), basis)).toBe('rewrite');
    expect(decideReview(true, proposal({ edited: true }), basis)).toBe('keep');
  });

  it('goes out when it is released, and without any review where nobody wants one', () => {
    expect(decideReview(true, proposal({ state: 'released' }), basis)).toBe('sendReleased');
    expect(decideReview(false, proposal({ state: 'released' }), basis)).toBe('sendReleased');
    expect(decideReview(false, null, basis)).toBe('send');
    expect(decideReview(false, proposal(), basis)).toBe('send');
  });

  it.each(others)('is replaced, released or not, once it would say something else: %j', (change) => {
    const now = { ...basis, ...change };
    expect(isSameBasis(basis, now)).toBe(false);
    for (const state of ['waiting', 'released'] as const)
      expect(decideReview(true, proposal({ state, edited: true }), now)).toBe('replace');
  });

  it('[X1] goes back to its writer when it states a date that has moved, and keeps the words', () => {
    const late = proposal({ state: 'released', edited: true, datesRight: false });
    expect(decideReview(true, late, basis)).toBe('sendBack');
    expect(decideReview(true, { ...late, state: 'waiting' }, basis)).toBe('keep');
    expect(decideReview(false, late, basis)).toBe('send');
  });

  it('never goes out under review unless somebody released just that', () => {
    const bases = fc.constantFrom(basis, ...others.map((change) => ({ ...basis, ...change })));
    const proposals = fc.record({
      state: fc.constantFrom('waiting' as const, 'released' as const),
      edited: fc.boolean(),
      datesRight: fc.boolean(),
      basis: bases,
    });
    fc.assert(
      fc.property(fc.option(proposals), bases, (known, now) => {
        const decision = decideReview(true, known, now);
        expect(decision).not.toBe('send');
        const isReleased = known?.state === 'released' && known.datesRight && isSameBasis(known.basis, now);
        expect(decision === 'sendReleased').toBe(isReleased);
      }),
    );
  });
});
