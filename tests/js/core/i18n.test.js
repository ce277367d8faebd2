import assert from "node:assert/strict";
import { test } from "node:test";
import { createTranslations, filled } from "../../../static/js/core/i18n.js";

const ENGLISH = { code: "en", htmlLang: "en" };
const CHINESE = { code: "zh", htmlLang: "zh-Hans" };
const JAPANESE = { code: "ja", htmlLang: "ja" };

/** A document with links to its languages. */
function pageIn(htmlLang, languages) {
  const links = languages.map(({ code, htmlLang: lang }) => {
    const attributes = { "data-language": code, lang };
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

test("a parameter without a value stays visible", () => {
  assert.equal(filled("{a} and {b}", { a: 1 }), "1 and {b}");
});
