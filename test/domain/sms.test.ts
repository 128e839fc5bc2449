import { smsSegments } from '../../domain/sms';

describe('segments of an SMS', () => {
  it.each([
    ['a'.repeat(160), 'GSM-7', 160, 1],
    ['a'.repeat(161), 'GSM-7', 161, 2],
    ['a'.repeat(306), 'GSM-7', 306, 2],
    ['a'.repeat(307), 'GSM-7', 307, 3],
    ['€'.repeat(80), 'GSM-7', 160, 1],
    ['€'.repeat(81), 'GSM-7', 162, 2],
    [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 306, 3],
    ['款'.repeat(70), 'UCS-2', 70, 1],
    ['款'.repeat(71), 'UCS-2', 71, 2],
    ['款'.repeat(134), 'UCS-2', 134, 2],
    ['款'.repeat(135), 'UCS-2', 135, 3],
    [`${'款'.repeat(66)}😊${'款'.repeat(66)}`, 'UCS-2', 134, 3],
    ['Zoë', 'UCS-2', 3, 1],
    ['', 'GSM-7', 0, 1],
  ])('%#: are counted as the network does', (text, encoding, units, segments) => {
    expect(smsSegments(text)).toEqual({ encoding, units, segments });
  });
});
