import { html } from "./markup.ts";

/** A sober page for screen and paper; the fragment goes without. */
export const stylesheet = html`<style>
:root { color: #1b1b1a; background: #fff; font: 1.125rem/1.6 "Source Serif 4", Georgia, "Times New Roman", serif; }
body { margin: 0; }
article { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; overflow-wrap: break-word; -webkit-hyphens: auto; hyphens: auto; hyphenate-limit-chars: 10 4 4; }
.section, .byline, .dateline, .credit, .source, footer { -webkit-hyphens: manual; hyphens: manual; }
.section, .byline, .dateline, footer, figcaption { font-family: Inter, system-ui, -apple-system, "Segoe UI", sans-serif; }
.section { margin: 0 0 2rem; font-size: .875rem; color: #5c5b57; }
.kicker { margin: 0 0 .25rem; font: 600 1rem/1.4 Inter, system-ui, -apple-system, "Segoe UI", sans-serif; color: #a8241c; }
h1 { margin: 0 0 1rem; font-size: clamp(1.75rem, 5vw, 2.625rem); line-height: 1.15; text-wrap: balance; }
h2 { margin: 2.25rem 0 .5rem; font-size: 1.5rem; line-height: 1.25; }
h3, .subheading { margin: 1.75rem 0 .5rem; font-size: 1.1875rem; line-height: 1.3; }
.lead { margin: 0 0 1.25rem; font-size: 1.3125rem; line-height: 1.5; }
.byline, .dateline { margin: 0; font-size: .875rem; color: #5c5b57; }
p { margin: 0 0 1.1rem; }
a { color: #0b4f8a; text-underline-offset: .15em; }
figure { margin: 2rem 0; }
img { display: block; max-width: 100%; height: auto; margin-inline: auto; }
figcaption { margin-top: .5rem; font-size: .8125rem; line-height: 1.45; color: #5c5b57; }
figcaption .caption { display: block; color: #1b1b1a; }
blockquote { margin: 2rem 0; padding-inline-start: 1.25rem; border-inline-start: 3px solid #a8241c; font-size: 1.25rem; font-style: italic; }
blockquote p:last-child { margin-bottom: 0; }
ul, ol { margin: 0 0 1.1rem; padding-inline-start: 1.5rem; }
li > ul, li > ol { margin-bottom: 0; }
hr { width: 4rem; margin: 2.25rem auto; border: 0; border-top: 1px solid #b9b7b0; }
footer { clear: both; margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid #dddbd5; font-size: .875rem; color: #5c5b57; }
footer p { margin: 0 0 .25rem; }
@media print {
  :root { font-size: 11pt; }
  article { max-width: none; padding: 0; }
  a { color: inherit; }
  h1, h2, h3 { break-after: avoid; }
  figure, blockquote, li { break-inside: avoid; }
  img { max-height: 60vh; }
}
</style>`;
