import { withoutAddresses } from '../../../domain/contact/without-addresses';

it.each([
  ['550 5.1.1 <li.wei@acme.example>: user unknown', '550 5.1.1 <<address>>: user unknown'],
  ["21211 The 'To' number +86 138 0013 8000 is not a valid phone number.", "21211 The 'To' number <number> is not a valid phone number."], // prettier-ignore
  ['21610 +4915112345678 has unsubscribed', '21610 <number> has unsubscribed'],
  ['connect ECONNREFUSED 127.0.0.1:4400', 'connect ECONNREFUSED 127.0.0.1:4400'],
  ['Twilio: undelivered, error 30003', 'Twilio: undelivered, error 30003'],
  ['', ''],
])('keeps the words of a provider, but no address: %s', (words, kept) => {
  expect(withoutAddresses(words)).toBe(kept);
});
