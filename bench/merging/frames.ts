/** What a screen shows in a second; updates of one frame are applied together. */
export const framesASecond = 60;
