// What domain/ and workflows/ may not touch: a decision replays the same on any machine and in any year (design principle 1).

const clockMessage = 'Take `now` or `today` as an argument; only workflows/clock.ts reads the clock.';
const zoneMessage = "The host's time zone leaks into the decision: use integer days and minutes (domain/time.ts).";
const localeMessage = "The host's locale and ICU tables leak into the decision: format where somebody reads it.";
const hostMessage = 'Time, chance and the environment enter at the edge: take it as an argument.';

const clockSyntax = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: clockMessage },
  { selector: "CallExpression[callee.name='Date']", message: clockMessage },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: clockMessage },
];

/** The bans that hold in workflows/clock.ts too: chance, host time zone, host locale. */
export const hostSyntax = [
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Chance cannot be replayed: take the value as an argument, or uuid4() of @temporalio/workflow.',
  },
  // Two and more arguments are a local date and time of the host.
  { selector: "NewExpression[callee.name='Date'][arguments.length>1]", message: zoneMessage },
  {
    selector:
      'CallExpression[callee.property.name=/^(get|set)(Hours|Minutes|Seconds|Milliseconds|Date|Day|Month|Year|FullYear|TimezoneOffset)$/]',
    message: zoneMessage,
  },
  { selector: 'CallExpression[callee.property.name=/^(toLocale|localeCompare$)/]', message: localeMessage },
];

/** All bans on syntax in domain/ and workflows/. */
export const determinismSyntax = [...clockSyntax, ...hostSyntax];

/** Globals that domain/ and workflows/ may not name. */
export const determinismGlobals = [
  ...['process', 'console', 'fetch', 'crypto', 'performance', 'globalThis', 'require', 'Buffer'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'WeakRef', 'FinalizationRegistry'],
]
  .map((name) => ({ name, message: hostMessage }))
  .concat([{ name: 'Intl', message: localeMessage }]);
