import { expect, it } from "vitest";

import { formats } from "./formats";

it.each(["en", "ar"])("%s has Western digits everywhere", (language) => {
  const format = formats(language);
  const noon = new Date(2026, 2, 1, 14, 32).getTime();
  expect(format.number(2134)).toBe("2,134");
  expect(format.digits("4294967296")).toBe("4,294,967,296");
  expect(format.digits("many")).toBe("many");
  expect(format.time(noon)).toBe("14:32");
  expect(format.moment(noon)).not.toMatch(/[\u0660-\u0669]/);
  expect(format.moment(noon)).toContain("14:32");
});
