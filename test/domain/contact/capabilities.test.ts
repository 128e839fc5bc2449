import { capabilityOf, countryCapabilities, isAvailable, mayRecord } from '../../../domain/contact/capabilities';

it('names each country once, by the beginning of its numbers', () => {
  const prefixes = countryCapabilities.map(({ prefix }) => prefix);
  expect(new Set(prefixes).size).toBe(prefixes.length);
  for (const prefix of prefixes) expect(prefix).toMatch(/^\+\d{0,4}$/);
});

it.each([
  ['+8613800138000', 'CN'],
  ['+85290001234', 'HK'],
  ['+12025550123', 'US'],
  ['+33600000000', 'any'],
])('knows the country of %s: %s', (number, country) => {
  expect(capabilityOf(number)?.country).toBe(country);
});

it('sends no WhatsApp to mainland China, where it does not arrive, and hears no answers to SMS from there', () => {
  expect([isAvailable('whatsapp', '+8613800138000'), isAvailable('sms', '+8613800138000')]).toEqual([false, true]);
  expect(capabilityOf('+8613800138000')?.sms).toBe('oneWay');
  expect(isAvailable('whatsapp', '+447700900123')).toBe(true);
});

it('asks nothing of the country of an address that is no number', () => {
  expect([isAvailable('email', 'ap@example.com'), isAvailable('letter', '1 Main Street')]).toEqual([true, true]);
});

it.each([
  ['after notice where that is enough', '+8613800138000', [], true],
  ['only with consent where the law asks for it', '+4915112345678', [], false],
  ['with consent', '+4915112345678', ['recording'], true],
  ['not without consent where we know of no law', '+33600000000', ['voice'], false],
])('[X23] records a call %s', (_name, number, consents, expected) => {
  expect(mayRecord(number, consents)).toBe(expected);
});
