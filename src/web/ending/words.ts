/** Texts of the pages to remove access and to leave sensors. */
import { counts } from '../language/counts.ts'
import type { Texts } from '../language/texts.ts'

const sensors = (count: number) => counts.en(count, '# sensor', '# sensors')
const people = (count: number) => counts.en(count, '# person', '# people')

const en = {
  unshareTitle: 'Remove access?',
  unshareIntro: 'Selected people lose access and get an email.',
  nobody: 'Nobody else has access.',
  notYours: (owner: string) => `${owner} shares it with you. You can leave it.`,
  unshare: 'Remove access',
  nobodyChosen: 'Nothing has changed. Choose whose access to remove.',
  noneShared: 'None of these are shared.',
  gone: 'Something you chose is no longer there.',
  unshared: 'Access removed',
  lost: (guest: string) => `${guest} no longer has access.`,
  removedOne: (guest: string, sensorCount: number) => `Removed the access of ${guest} to ${sensors(sensorCount)}.`,
  removed: (guestCount: number, sensorCount: number) =>
    `Removed the access of ${people(guestCount)} to ${sensors(sensorCount)}.`,
  undo: 'Undo',
  undoIntro: 'What has ended can be restored for a moment.',
  restoredOne: (guest: string) => `${guest} has access again, as before.`,
  restored: (guestCount: number) => `${people(guestCount)} have access again, as before.`,
  restoredSome: (restored: number, count: number) =>
    `${restored} of ${count} have access again. The others were changed since, or no longer fit your plan.`,
  restoredNone: (reason: string) => `Nothing was restored. ${reason}`,
  changedSince: 'It was shared anew or changed since.',
  undoTooLate: 'This can no longer be undone. You can share again.',
  leaveTitle: (count: number) => (count === 0 ? 'There is nothing to leave' : `Leave ${sensors(count)}?`),
  leaveOne: (name: string) => `Leave ${name}?`,
  leaveIntro: 'You lose access, and the owner gets an email. To get access again, ask the owner to share it again.',
  from: (owner: string) => `shared by ${owner}`,
  isYours: 'You own it. To remove it from your account, open its page.',
  leave: 'Leave',
  noneToLeave: 'None of these are shared with you.',
  left: (count: number) => `You left ${sensors(count)}.`,
  gaveBack: 'You left the sensor.',
}

const sensorsFi = (count: number) => counts.fi(count, '# anturi', '# anturia')

const fi: Words = {
  unshareTitle: 'Poistetaanko käyttöoikeus?',
  unshareIntro: 'Valitut menettävät käyttöoikeuden ja saavat sähköpostin.',
  nobody: 'Kenelläkään muulla ei ole käyttöoikeutta.',
  notYours: owner => `${owner} jakaa sen kanssasi. Voit poistua jaosta.`,
  unshare: 'Poista käyttöoikeus',
  nobodyChosen: 'Mikään ei ole muuttunut. Valitse, kenen käyttöoikeuden poistat.',
  noneShared: 'Mitään näistä ei ole jaettu.',
  gone: 'Jotain valitsemaasi ei enää ole.',
  unshared: 'Käyttöoikeus poistettu',
  lost: guest => `Ei enää käyttöoikeutta: ${guest}.`,
  removedOne: (guest, sensorCount) => `Käyttöoikeus poistettu: ${guest}, ${sensorsFi(sensorCount)}.`,
  removed: (guestCount, sensorCount) =>
    `Käyttöoikeus poistettu: ${counts.fi(guestCount, '# henkilö', '# henkilöä')}, ${sensorsFi(sensorCount)}.`,
  undo: 'Kumoa',
  undoIntro: 'Poistetun voi vielä hetken palauttaa.',
  restoredOne: guest => `Käyttöoikeus on ennallaan: ${guest}.`,
  restored: guestCount => `Käyttöoikeus on ennallaan: ${counts.fi(guestCount, '# henkilö', '# henkilöä')}.`,
  restoredSome: (restored, count) =>
    `Käyttöoikeus palautettiin: ${restored} / ${count}. Muut ovat sillä välin muuttuneet tai eivät enää mahdu tilaukseesi.`,
  restoredNone: reason => `Mitään ei palautettu. ${reason}`,
  changedSince: 'Se jaettiin uudelleen tai muutettiin sillä välin.',
  undoTooLate: 'Tätä ei voi enää kumota. Voit jakaa uudelleen.',
  leaveTitle: count => (count === 0 ? 'Ei jakoja, joista poistua' : `Poistutaanko jaosta: ${sensorsFi(count)}?`),
  leaveOne: name => `Poistutaanko jaosta: ${name}?`,
  leaveIntro:
    'Menetät käyttöoikeuden, ja omistaja saa sähköpostin. Pyydä omistajaa jakamaan uudelleen, jos haluat käyttöoikeuden takaisin.',
  from: owner => `jakaja: ${owner}`,
  isYours: 'Omistat sen. Poista se tililtäsi anturin sivulla.',
  leave: 'Poistu jaosta',
  noneToLeave: 'Mitään näistä ei ole jaettu kanssasi.',
  left: count => `Poistuit jaosta: ${sensorsFi(count)}.`,
  gaveBack: 'Poistuit anturin jaosta.',
}

const sensorsDe = (count: number) => counts.de(count, '# Sensor', '# Sensoren')
const peopleDe = (count: number) => counts.de(count, '# Person', '# Personen')

const de: Words = {
  unshareTitle: 'Zugriff entfernen?',
  unshareIntro: 'Ausgewählte Personen verlieren den Zugriff und bekommen eine E-Mail.',
  nobody: 'Sonst hat niemand Zugriff.',
  notYours: owner => `${owner} teilt ihn mit dir. Du kannst ihn verlassen.`,
  unshare: 'Zugriff entfernen',
  nobodyChosen: 'Nichts hat sich geändert. Wähle, wessen Zugriff du entfernst.',
  noneShared: 'Davon ist nichts geteilt.',
  gone: 'Etwas, das du gewählt hast, gibt es nicht mehr.',
  unshared: 'Zugriff entfernt',
  lost: guest => `${guest} hat keinen Zugriff mehr.`,
  removedOne: (guest, sensorCount) => `Zugriff von ${guest} auf ${sensorsDe(sensorCount)} entfernt.`,
  removed: (guestCount, sensorCount) => `Zugriff von ${peopleDe(guestCount)} auf ${sensorsDe(sensorCount)} entfernt.`,
  undo: 'Rückgängig',
  undoIntro: 'Was beendet wurde, lässt sich noch einen Moment lang wiederherstellen.',
  restoredOne: guest => `${guest} hat wieder Zugriff, wie vorher.`,
  restored: guestCount =>
    counts.de(guestCount, '# Person hat wieder Zugriff, wie vorher.', '# Personen haben wieder Zugriff, wie vorher.'),
  restoredSome: (restored, count) =>
    `${restored} von ${count} haben wieder Zugriff. Die anderen wurden inzwischen geändert oder passen nicht mehr in deinen Tarif.`,
  restoredNone: reason => `Nichts wurde wiederhergestellt. ${reason}`,
  changedSince: 'Es wurde inzwischen neu geteilt oder geändert.',
  undoTooLate: 'Das lässt sich nicht mehr rückgängig machen. Du kannst noch einmal teilen.',
  leaveTitle: count => (count === 0 ? 'Es gibt nichts zu verlassen' : `${sensorsDe(count)} verlassen?`),
  leaveOne: name => `${name} verlassen?`,
  leaveIntro:
    'Du verlierst den Zugriff, und der Besitzer bekommt eine E-Mail. Um wieder Zugriff zu haben, bitte den Besitzer, noch einmal zu teilen.',
  from: owner => `geteilt von ${owner}`,
  isYours: 'Er gehört dir. Um ihn aus deinem Konto zu entfernen, öffne seine Seite.',
  leave: 'Verlassen',
  noneToLeave: 'Davon ist nichts mit dir geteilt.',
  left: count => `Du hast ${sensorsDe(count)} verlassen.`,
  gaveBack: 'Du hast den Sensor verlassen.',
}

const sensorsSv = (count: number) => counts.sv(count, '# sensor', '# sensorer')
const peopleSv = (count: number) => counts.sv(count, '# person', '# personer')

const sv: Words = {
  unshareTitle: 'Ta bort åtkomst?',
  unshareIntro: 'De valda förlorar åtkomsten och får ett mejl.',
  nobody: 'Ingen annan har åtkomst.',
  notYours: owner => `${owner} delar den med dig. Du kan lämna den.`,
  unshare: 'Ta bort åtkomst',
  nobodyChosen: 'Inget har ändrats. Välj vems åtkomst du tar bort.',
  noneShared: 'Inget av det här är delat.',
  gone: 'Något som du valde finns inte längre.',
  unshared: 'Åtkomsten är borttagen',
  lost: guest => `${guest} har inte längre åtkomst.`,
  removedOne: (guest, sensorCount) => `Tog bort åtkomsten för ${guest} till ${sensorsSv(sensorCount)}.`,
  removed: (guestCount, sensorCount) =>
    `Tog bort åtkomsten för ${peopleSv(guestCount)} till ${sensorsSv(sensorCount)}.`,
  undo: 'Ångra',
  undoIntro: 'Det som är avslutat går att återställa en liten stund till.',
  restoredOne: guest => `${guest} har åtkomst igen, som förut.`,
  restored: guestCount => `${peopleSv(guestCount)} har åtkomst igen, som förut.`,
  restoredSome: (restored, count) =>
    `${restored} av ${count} har åtkomst igen. De andra har ändrats sedan dess eller ryms inte längre i ditt abonnemang.`,
  restoredNone: reason => `Inget återställdes. ${reason}`,
  changedSince: 'Den delades på nytt eller ändrades under tiden.',
  undoTooLate: 'Det går inte längre att ångra. Du kan dela igen.',
  leaveTitle: count => (count === 0 ? 'Det finns inget att lämna' : `Lämna ${sensorsSv(count)}?`),
  leaveOne: name => `Lämna ${name}?`,
  leaveIntro: 'Du förlorar åtkomsten, och ägaren får ett mejl. Be ägaren dela igen om du vill ha tillbaka åtkomsten.',
  from: owner => `delas av ${owner}`,
  isYours: 'Den är din. Öppna sensorns sida för att ta bort den från ditt konto.',
  leave: 'Lämna',
  noneToLeave: 'Inget av det här delas med dig.',
  left: count => `Du lämnade ${sensorsSv(count)}.`,
  gaveBack: 'Du lämnade sensorn.',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
