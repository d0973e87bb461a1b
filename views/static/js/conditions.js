// The browser's twin of appcore/definition/conditions.py and answers.py. Both are run over the tables of examples in
// tests/definition; a change here is a change there. Unknown is null, and an answer of null is one that does not arise.

const chosen = (answer, value) => (Array.isArray(answer) ? answer.includes(value) : answer === value);

const meets = (answer, values) => values.some((value) => chosen(answer, value));
const filled = (answer) => answer !== null && answer !== "" && !(Array.isArray(answer) && answer.length === 0);
const DECIMAL = /^(-?)(0|[1-9][0-9]{0,14})(?:\.([0-9]{1,6}))?$/;
const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;

// The kind of a value and an integer that keeps its order within the kind, as in measure.py; null for what has no order.
function measure(value) {
  if (Number.isInteger(value)) return ["count", BigInt(value)];
  if (typeof value !== "string") return null;
  const day = DAY.exec(value);
  if (day) return ["day", BigInt(day.slice(1).join(""))];
  const decimal = DECIMAL.exec(value);
  if (!decimal) return null;
  const scaled = BigInt(decimal[2] + (decimal[3] ?? "").padEnd(6, "0"));
  return ["decimal", decimal[1] ? -scaled : scaled];
}

function reaches(answer, value, compare) {
  const [found, wanted] = [measure(answer), measure(value)];
  return found !== null && wanted !== null && found[0] === wanted[0] && compare(found[1], wanted[1]);
}

const COMPARISONS = {
  is: chosen,
  is_not: (answer, value) => !chosen(answer, value),
  one_of: meets,
  none_of: (answer, values) => !meets(answer, values),
  at_least: (answer, value) => reaches(answer, value, (found, wanted) => found >= wanted),
  at_most: (answer, value) => reaches(answer, value, (found, wanted) => found <= wanted),
  filled,
  empty: (answer) => !filled(answer),
};

/** Whether a condition (as JSON; null always holds) holds for the answers: true, false, or null while it is unknown. */
export function evaluate(condition, answers) {
  if (!condition) return true;
  const settles = Object.hasOwn(condition, "any");
  const found = condition[settles ? "any" : "all"].map((part) => evaluatePart(part, answers));
  if (found.includes(settles)) return settles;
  return found.includes(null) ? null : !settles;
}

function evaluatePart(part, answers) {
  if (!Object.hasOwn(part, "of")) return evaluate(part, answers);
  if (!Object.hasOwn(answers, part.of)) return null;
  const comparison = Object.keys(part).find((name) => name !== "of");
  return COMPARISONS[comparison](answers[part.of], part[comparison]);
}

/** The answers that count. `asked`: questions and fields as {key, condition, field}; see `settle` in answers.py. */
export function settle(asked, answers, formDone = false) {
  const settled = {};
  for (let learnt = true; learnt; ) {
    const round = asked.filter(({ key }) => !Object.hasOwn(settled, key)).flatMap(({ key, condition, field }) => {
      const applies = evaluate(condition, settled);
      if (applies === false) return [[key, null]];
      if (applies && Object.hasOwn(answers, key)) return [[key, answers[key]]];
      return applies && formDone && field ? [[key, null]] : [];
    });
    Object.assign(settled, Object.fromEntries(round));
    learnt = round.length > 0;
  }
  return settled;
}
