import assert from "node:assert/strict";
import { test } from "node:test";
import { createTranslations, filled, joined, tidied } from "../../../static/js/core/i18n.js";

const ENGLISH = { code: "en", htmlLang: "en", fullStop: "", closing: "" };
const CHINESE = { code: "zh", htmlLang: "zh-Hans", fullStop: "。", closing: "，。；：、）" };
const JAPANESE = { code: "ja", htmlLang: "ja", fullStop: "。", closing: "、。）" };

/** A document with links to its languages. */
function pageIn(htmlLang, languages) {
  const links = languages.map(({ code, htmlLang: lang, fullStop, closing }) => {
    const attributes = { "data-language": code, lang, "data-full-stop": fullStop, "data-closing": closing };
    return { getAttribute: (name) => attributes[name] ?? null };
  });
  return {
    documentElement: { lang: htmlLang },
    querySelectorAll: (query) => (query === "[data-language]" ? links : []),
  };
}

test("a page begins in its own language, whatever languages there are", async () => {
  for (const { code, htmlLang } of [ENGLISH, CHINESE, JAPANESE]) {
    const loaded = [];
    const page = pageIn(htmlLang, [ENGLISH, CHINESE, JAPANESE]);
    const translations = createTranslations(page, async (language) => {
      loaded.push(language);
      return { greeting: `hello in ${language}` };
    });
    assert.equal(translations.language, code);
    await translations.use(translations.language);
    assert.equal(translations.t("greeting"), `hello in ${code}`);
    assert.equal(page.documentElement.lang, htmlLang);
    await translations.use("zh");
    assert.equal(page.documentElement.lang, "zh-Hans");
    assert.deepEqual(loaded, code === "zh" ? ["zh"] : [code, "zh"]);
  }
});

test("a language that could not be loaded is loaded again", async () => {
  let failures = 1;
  const translations = createTranslations(pageIn("en", [ENGLISH]), async () => {
    if (failures-- > 0) throw new Error("offline");
    return { greeting: "hello" };
  });
  await assert.rejects(translations.use("en"));
  await translations.use("en");
  assert.equal(translations.t("greeting"), "hello");
});

test("sentences are parted by a space, but not after a full stop that is wide", () => {
  assert.equal(joined(["One.", "", "Two."], ENGLISH), "One. Two.");
  assert.equal(joined(["一。", "二。"], CHINESE), "一。二。");
  assert.equal(joined(["一。", "二。"], JAPANESE), "一。二。");
});

test("a parameter that is empty leaves no space before punctuation or at the end", () => {
  assert.equal(tidied("输出 a ，误差 。", CHINESE), "输出 a，误差。");
  assert.equal(tidied("The output a ", ENGLISH), "The output a");
});

test("a parameter without a value stays visible", () => {
  assert.equal(filled("{a} and {b}", { a: 1 }), "1 and {b}");
});
