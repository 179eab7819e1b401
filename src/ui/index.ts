/** What every page is made of; knows nothing of articles. */
export { Announcer } from "./Announcer.tsx";
export { announce } from "./announce.ts";
export { Arrivals, isFocusIdle, useCameFrom, useFocusOnArrival } from "./arrival.tsx";
export { Button, ButtonLink, type ButtonProps, type ButtonVariant } from "./Button.tsx";
export { Choice } from "./Choice.tsx";
export { ConfirmDialog, type ConfirmDialogProps, Dialog, type DialogProps } from "./Dialog.tsx";
export { EmptyState } from "./EmptyState.tsx";
export { FrontPage, FrontWords } from "./FrontPage.tsx";
export { useFailureToast, useFailureWords, whenOver } from "./failure.ts";
export { ApiFailure, request } from "./http.ts";
export { IconButton, type IconButtonProps } from "./IconButton.tsx";
export { whenIdle, whenLoadedAndIdle } from "./idle.ts";
export { initials } from "./initials.ts";
export { KeySheet, type KeySheetProps } from "./KeySheet.tsx";
export {
  chooseLanguage,
  followOtherTabs,
  initialLanguage,
  type Language,
  languageNames,
  localeOf,
  useLanguage,
  useLocale,
} from "./language.ts";
export { later } from "./later.tsx";
export { Menu, MenuChoice, MenuItem, MenuLabel, MenuLink, MenuSeparator, menuPlace } from "./Menu.tsx";
export { Notice, type Tone } from "./Notice.tsx";
export { LanguageSwitch, ThemeSwitch } from "./PageChoices.tsx";
export { DocumentTitle, PageBody, PageHead } from "./PageHead.tsx";
export { PageMenuChoices } from "./PageMenuChoices.tsx";
export { Progress } from "./Progress.tsx";
export { isOverPage, isPageKey, usePageKey } from "./pageKey.ts";
export { SelectField } from "./SelectField.tsx";
export { SkipLink } from "./SkipLink.tsx";
export { Spinner, Waiting } from "./Spinner.tsx";
export { isSecondPress, useClosing } from "./secondPress.ts";
export { PasswordField, TextField, type TextFieldProps } from "./TextField.tsx";
export { Toasts } from "./Toast.tsx";
export { Tooltip } from "./Tooltip.tsx";
export { TooltipLayer } from "./TooltipLayer.tsx";
export { chooseTheme, startTheme, type Theme, themes, useTheme } from "./theme.ts";
export { DateTime, format, RelativeTime, useMinute } from "./time.tsx";
export { endWords, pageLeft, showToast, untilEnded } from "./toastQueue.ts";
export { useFirstPaint } from "./useFirstPaint.ts";
export { useOpening } from "./useOpening.ts";
export { useTouch } from "./useTouch.ts";
export { VisuallyHidden } from "./VisuallyHidden.tsx";
