/** Removes the Undo button when its time is over. */

const offeredMs = 15_000

for (const form of document.querySelectorAll('.notice form')) setTimeout(() => form.remove(), offeredMs)

export {}
