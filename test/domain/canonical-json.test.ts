import { canonicalJson } from '../../domain/canonical-json';

it('writes the example of RFC 8785 section 3.2.3 as the RFC does', () => {
  const value: unknown = JSON.parse(
    '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
  );
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

it('sorts keys by UTF-16 code unit at every depth', () => {
  expect(canonicalJson({ ö: 1, '\r': 2, '1': 3, '€': 4, a: { c: 1, b: 2 } })).toBe(
    '{"\\r":2,"1":3,"a":{"b":2,"c":1},"ö":1,"€":4}',
  );
});

it.each([
  ['undefined', { a: [{ b: undefined }] }, '$.a[0].b'],
  ['a date', { at: new Date(0) }, '$.at'],
  ['a bigint', { n: 1n }, '$.n'],
  ['NaN', [Number.NaN], '$[0]'],
  ['half of a surrogate pair', { text: '\uD800' }, '$.text'],
])('refuses %s and names its path', (_, value, path) => {
  expect(() => canonicalJson(value)).toThrow(`${path} is`);
});
