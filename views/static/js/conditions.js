// The browser's twin of appcore/definition/conditions.py and answers.py. Both are run over the tables of examples in
// tests/definition; a change here is a change there. Unknown is null, and an answer of null is one that does not arise.

const chosen = (answer, value) => (Array.isArray(answer) ? answer.includes(value) : answer === value);

const COMPARISONS = {
  is: chosen,
  is_not: (answer, value) => !chosen(answer, value),
  one_of: (answer, values) => values.some((value) => chosen(answer, value)),
  at_least: (answer, value) => Number.isInteger(answer) && answer >= value,
  at_most: (answer, value) => Number.isInteger(answer) && answer <= value,
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
