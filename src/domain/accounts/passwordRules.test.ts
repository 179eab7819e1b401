import { describe, expect, it } from "vitest";
import { passwordProblem, plainForms } from "./passwordRules.ts";

const anna = { name: "Anna Muster", email: "anna.muster@news.example.ch" };

describe("a new password", () => {
  it.each([
    "four eyes see more",
    "the password of Ben",
    "a long bench password 1",
    "types five keys a second",
    "another pair of eyes",
    "correct horse",
    "ganz neu hier",
    "Anna has two eyes",
    "vier augen sehen mehr",
    "zwölf grüne Bäume",
    "xK4#pQz9!mW2",
    "839201746528",
    "!§$%&/()=?`´",
    "パスワードは長い方が良い",
    "🐄🐐🐖🐎🐑🐓🦆🦢🐕🐈🐁🐇",
  ])("may be «%s»", (password) => {
    expect(passwordProblem(password, anna)).toBeNull();
  });

  it("has 12 to 128 characters, however many units they take", () => {
    expect(passwordProblem("kurz und so", anna)).toBe("password-short");
    expect(passwordProblem("kurz und so!", anna)).toBeNull();
    expect(passwordProblem("🐄🐐🐖🐎🐑🐓🦆", anna)).toBe("password-short");
    // Eleven letters, whose dots a keyboard sent apart.
    expect(passwordProblem("grün und blä".slice(1).normalize("NFD"), anna)).toBe("password-short");
    const long = "four eyes see more, ".repeat(7);
    expect(passwordProblem(long.slice(0, 128), anna)).toBeNull();
    expect(passwordProblem(long.slice(0, 129), anna)).toBe("password-long");
  });

  it.each([
    "anna.muster@news.example.ch",
    "ANNA.MUSTER@news.example.ch",
    "anna.muster1",
    "Anna Muster 2026!",
    "muster-anna-1990",
    "foureyes2026",
    "Four-Eyes 123",
    "foureyes anna",
    "news.example.ch",
  ])("is not its owner's name or address, or the product's name: «%s»", (password) => {
    expect(passwordProblem(password, anna)).toBe("password-personal");
  });

  it.each([
    "aaaaaaaaaaaa",
    "............",
    "passwordpassword",
    "Password password 1",
    "abcabcabcabc",
    "123456789012",
    "098765432109",
    "1234 5678 9012",
    "abcdefghijkl",
    "qwertzuiopas",
    "qwertyuiop123",
    "asdfghjklöä1",
    "1qaz2wsx3edc",
    "112233445566",
  ])("is no short piece again and again and no row of keys: «%s»", (password) => {
    expect(passwordProblem(password, anna)).toBe("password-common");
  });

  it.each([
    "Redaktion2026!",
    "newsroom-2026",
    "2026 Zeitung!",
    "AdminRedaktion1",
    "Welcome!!!2026",
    "Willkommen123",
  ])("is no word that is tried first at a newsroom, with a year behind it: «%s»", (password) => {
    expect(passwordProblem(password, anna)).toBe("password-common");
  });

  it.each([
    "die redaktion isst pizza",
    "four eyes see more",
    "a long bench password 1",
    "the password of Ben",
  ])("may hold such a word among others: «%s»", (password) => {
    expect(passwordProblem(password, anna)).toBeNull();
  });

  it("is looked up without signs, and without digits at its ends", () => {
    expect(plainForms("Pass-Word 2026!")).toContain("password");
    expect(plainForms("123ILOVEYOU456")).toContain("iloveyou");
    expect(plainForms("four eyes see more")).toEqual(["four eyes see more", "foureyesseemore"]);
    expect(plainForms("839201746528")).toEqual(["839201746528"]);
  });
});
