/** Sentences of the history by language. The English ones are those of the core. */
import { type Sentences, sentences, somebody } from '../../events/history-words.ts'
import type { Texts } from '../language/texts.ts'

/** What every language has. */
export type Words = {
  /** Stands for people who have left the service. */
  somebody: string
  quote: (name: string) => string
  sentences: Sentences
}

const en: Words = { somebody, quote: name => `“${name}”`, sentences }

const fi: Words = {
  somebody: 'joku, joka on poistunut palvelusta',
  quote: name => `”${name}”`,
  sentences: {
    shared: {
      owner: ({ sensor, guest }) => `Jaoit anturin ${sensor}: ${guest}.`,
      guest: ({ sensor, owner }) => `${owner} jakoi kanssasi anturin ${sensor}.`,
    },
    unshared: {
      owner: ({ sensor, guest }) => `Poistit käyttöoikeuden anturiin ${sensor}: ${guest}.`,
      guest: ({ sensor, owner }) => `${owner} poisti käyttöoikeutesi anturiin ${sensor}.`,
    },
    withdrawn: {
      owner: ({ sensor, guest }) => `Peruit kutsun anturiin ${sensor}: ${guest}.`,
      guest: ({ sensor, owner }) => `${owner} perui kutsusi anturiin ${sensor}.`,
    },
    left: {
      owner: ({ sensor, guest }) => `${guest} poistui anturin ${sensor} jaosta.`,
      guest: ({ sensor, owner }) => `Poistuit anturin ${sensor} jaosta. Sen jakoi ${owner}.`,
    },
    declined: {
      owner: ({ sensor, guest }) => `${guest} hylkäsi kutsusi anturiin ${sensor}.`,
      guest: ({ sensor, owner }) => `Hylkäsit anturin ${sensor}. Sen jakoi ${owner}.`,
    },
    accepted: {
      owner: ({ sensor, guest }) => `${guest} hyväksyi kutsusi anturiin ${sensor}.`,
      guest: ({ sensor, owner }) => `Hyväksyit anturin ${sensor}. Sen jakoi ${owner}.`,
    },
    changed: {
      owner: ({ sensor, guest }) => `Muutit käyttöoikeutta anturiin ${sensor}: ${guest}.`,
      guest: ({ sensor, owner }) => `${owner} muutti käyttöoikeuttasi anturiin ${sensor}.`,
    },
    paused: {
      owner: ({ sensor, guest }) => `Keskeytit käyttöoikeuden anturiin ${sensor}: ${guest}.`,
      guest: ({ sensor, owner }) => `${owner} keskeytti käyttöoikeutesi anturiin ${sensor}.`,
    },
    resumed: {
      owner: ({ sensor, guest }) => `Jatkoit käyttöoikeutta anturiin ${sensor}: ${guest}.`,
      guest: ({ sensor, owner }) => `${owner} jatkoi käyttöoikeuttasi anturiin ${sensor}.`,
    },
    resent: {
      owner: ({ sensor, guest }) => `Lähetit sähköpostin anturista ${sensor} uudelleen: ${guest}.`,
      guest: ({ sensor, owner }) => `${owner} lähetti sinulle sähköpostin anturista ${sensor} uudelleen.`,
    },
    expired: {
      owner: ({ sensor, guest }) => `Käyttöoikeus anturiin ${sensor} päättyi sovitusti: ${guest}.`,
      guest: ({ sensor, owner }) => `Käyttöoikeutesi anturiin ${sensor} päättyi sovitusti. Sen jakoi ${owner}.`,
    },
    unclaimed: {
      owner: ({ sensor, guest }) => `Käyttöoikeus päättyi, koska poistit anturin ${sensor} tililtäsi: ${guest}.`,
      guest: ({ sensor, owner }) => `Käyttöoikeutesi anturiin ${sensor} päättyi, koska ${owner} poisti sen tililtään.`,
    },
    contested: {
      owner: ({ sensor, guest }) => `Käyttöoikeus päättyi, koska anturilla ${sensor} on uusi omistaja: ${guest}.`,
      guest: ({ sensor, owner }) =>
        `Käyttöoikeutesi anturiin ${sensor} päättyi, koska anturilla on uusi omistaja. Sen jakoi ${owner}.`,
    },
    claimed: {
      owner: ({ sensor }) => `Lisäsit anturin ${sensor}.`,
      guest: ({ sensor, owner }) => `${owner} lisäsi anturin ${sensor}.`,
    },
    released: {
      owner: ({ sensor }) => `Poistit anturin ${sensor} tililtäsi.`,
      guest: ({ sensor, owner }) => `${owner} poisti anturin ${sensor} tililtään.`,
    },
    lost: {
      owner: ({ sensor }) => `Joku muu todisti, että anturi ${sensor} on hänellä, ja omistaa sen nyt.`,
      guest: ({ sensor, owner }) =>
        `Joku muu todisti, että anturi ${sensor} on hänellä, ja omistaa sen nyt. Ennen sen omisti ${owner}.`,
    },
    updated: {
      owner: ({ sensor }) => `Muutit anturia ${sensor}.`,
      guest: ({ sensor, owner }) => `${owner} muutti anturia ${sensor}.`,
    },
  },
}

const de: Words = {
  somebody: 'jemand, der nicht mehr da ist',
  quote: name => `„${name}“`,
  sentences: {
    shared: {
      owner: ({ sensor, guest }) => `Du hast ${sensor} mit ${guest} geteilt.`,
      guest: ({ sensor, owner }) => `${owner} hat ${sensor} mit dir geteilt.`,
    },
    unshared: {
      owner: ({ sensor, guest }) => `Du hast den Zugriff von ${guest} auf ${sensor} entfernt.`,
      guest: ({ sensor, owner }) => `${owner} hat deinen Zugriff auf ${sensor} entfernt.`,
    },
    withdrawn: {
      owner: ({ sensor, guest }) => `Du hast die Einladung von ${guest} zu ${sensor} zurückgezogen.`,
      guest: ({ sensor, owner }) => `${owner} hat deine Einladung zu ${sensor} zurückgezogen.`,
    },
    left: {
      owner: ({ sensor, guest }) => `${guest} hat ${sensor} verlassen.`,
      guest: ({ sensor, owner }) => `Du hast ${sensor} verlassen, geteilt von ${owner}.`,
    },
    declined: {
      owner: ({ sensor, guest }) => `${guest} hat deine Einladung zu ${sensor} abgelehnt.`,
      guest: ({ sensor, owner }) => `Du hast ${sensor} abgelehnt, geteilt von ${owner}.`,
    },
    accepted: {
      owner: ({ sensor, guest }) => `${guest} hat deine Einladung zu ${sensor} angenommen.`,
      guest: ({ sensor, owner }) => `Du hast ${sensor} angenommen, geteilt von ${owner}.`,
    },
    changed: {
      owner: ({ sensor, guest }) => `Du hast den Zugriff von ${guest} auf ${sensor} geändert.`,
      guest: ({ sensor, owner }) => `${owner} hat deinen Zugriff auf ${sensor} geändert.`,
    },
    paused: {
      owner: ({ sensor, guest }) => `Du hast den Zugriff von ${guest} auf ${sensor} pausiert.`,
      guest: ({ sensor, owner }) => `${owner} hat deinen Zugriff auf ${sensor} pausiert.`,
    },
    resumed: {
      owner: ({ sensor, guest }) => `Du hast den Zugriff von ${guest} auf ${sensor} fortgesetzt.`,
      guest: ({ sensor, owner }) => `${owner} hat deinen Zugriff auf ${sensor} fortgesetzt.`,
    },
    resent: {
      owner: ({ sensor, guest }) => `Du hast die E-Mail über ${sensor} noch einmal an ${guest} gesendet.`,
      guest: ({ sensor, owner }) => `${owner} hat dir die E-Mail über ${sensor} noch einmal gesendet.`,
    },
    expired: {
      owner: ({ sensor, guest }) => `Der Zugriff von ${guest} auf ${sensor} endete wie vorgesehen.`,
      guest: ({ sensor, owner }) => `Dein Zugriff auf ${sensor}, geteilt von ${owner}, endete wie vorgesehen.`,
    },
    unclaimed: {
      owner: ({ sensor, guest }) =>
        `Der Zugriff von ${guest} auf ${sensor} endete, weil du den Sensor aus deinem Konto entfernt hast.`,
      guest: ({ sensor, owner }) =>
        `Dein Zugriff auf ${sensor} endete, weil ${owner} den Sensor aus dem Konto entfernt hat.`,
    },
    contested: {
      owner: ({ sensor, guest }) =>
        `Der Zugriff von ${guest} auf ${sensor} endete, weil der Sensor jetzt jemand anderem gehört.`,
      guest: ({ sensor, owner }) =>
        `Dein Zugriff auf ${sensor}, geteilt von ${owner}, endete, weil der Sensor jetzt jemand anderem gehört.`,
    },
    claimed: {
      owner: ({ sensor }) => `Du hast ${sensor} hinzugefügt.`,
      guest: ({ sensor, owner }) => `${owner} hat ${sensor} hinzugefügt.`,
    },
    released: {
      owner: ({ sensor }) => `Du hast ${sensor} aus deinem Konto entfernt.`,
      guest: ({ sensor, owner }) => `${owner} hat ${sensor} aus dem Konto entfernt.`,
    },
    lost: {
      owner: ({ sensor }) => `Jemand anderes hat nachgewiesen, ${sensor} zu haben, und besitzt den Sensor jetzt.`,
      guest: ({ sensor, owner }) =>
        `Jemand anderes hat nachgewiesen, ${sensor} zu haben, und besitzt den Sensor jetzt anstelle von ${owner}.`,
    },
    updated: {
      owner: ({ sensor }) => `Du hast ${sensor} geändert.`,
      guest: ({ sensor, owner }) => `${owner} hat ${sensor} geändert.`,
    },
  },
}

const sv: Words = {
  somebody: 'någon som har lämnat tjänsten',
  quote: name => `”${name}”`,
  sentences: {
    shared: {
      owner: ({ sensor, guest }) => `Du delade ${sensor} med ${guest}.`,
      guest: ({ sensor, owner }) => `${owner} delade ${sensor} med dig.`,
    },
    unshared: {
      owner: ({ sensor, guest }) => `Du tog bort åtkomsten till ${sensor} för ${guest}.`,
      guest: ({ sensor, owner }) => `${owner} tog bort din åtkomst till ${sensor}.`,
    },
    withdrawn: {
      owner: ({ sensor, guest }) => `Du drog tillbaka inbjudan till ${sensor} för ${guest}.`,
      guest: ({ sensor, owner }) => `${owner} drog tillbaka din inbjudan till ${sensor}.`,
    },
    left: {
      owner: ({ sensor, guest }) => `${guest} lämnade ${sensor}.`,
      guest: ({ sensor, owner }) => `Du lämnade ${sensor}, som ${owner} delade med dig.`,
    },
    declined: {
      owner: ({ sensor, guest }) => `${guest} avböjde din inbjudan till ${sensor}.`,
      guest: ({ sensor, owner }) => `Du avböjde ${sensor}, som ${owner} delade med dig.`,
    },
    accepted: {
      owner: ({ sensor, guest }) => `${guest} tackade ja till din inbjudan till ${sensor}.`,
      guest: ({ sensor, owner }) => `Du tackade ja till ${sensor}, som ${owner} delade med dig.`,
    },
    changed: {
      owner: ({ sensor, guest }) => `Du ändrade åtkomsten till ${sensor} för ${guest}.`,
      guest: ({ sensor, owner }) => `${owner} ändrade din åtkomst till ${sensor}.`,
    },
    paused: {
      owner: ({ sensor, guest }) => `Du pausade åtkomsten till ${sensor} för ${guest}.`,
      guest: ({ sensor, owner }) => `${owner} pausade din åtkomst till ${sensor}.`,
    },
    resumed: {
      owner: ({ sensor, guest }) => `Du återupptog åtkomsten till ${sensor} för ${guest}.`,
      guest: ({ sensor, owner }) => `${owner} återupptog din åtkomst till ${sensor}.`,
    },
    resent: {
      owner: ({ sensor, guest }) => `Du skickade mejlet om ${sensor} till ${guest} igen.`,
      guest: ({ sensor, owner }) => `${owner} skickade mejlet om ${sensor} till dig igen.`,
    },
    expired: {
      owner: ({ sensor, guest }) => `Åtkomsten till ${sensor} för ${guest} upphörde på slutdatumet.`,
      guest: ({ sensor, owner }) => `Din åtkomst till ${sensor}, delad av ${owner}, upphörde på slutdatumet.`,
    },
    unclaimed: {
      owner: ({ sensor, guest }) =>
        `Åtkomsten till ${sensor} för ${guest} upphörde eftersom du tog bort sensorn från ditt konto.`,
      guest: ({ sensor, owner }) =>
        `Din åtkomst till ${sensor} upphörde eftersom ${owner} tog bort den från sitt konto.`,
    },
    contested: {
      owner: ({ sensor, guest }) => `Åtkomsten till ${sensor} för ${guest} upphörde eftersom sensorn har en ny ägare.`,
      guest: ({ sensor, owner }) =>
        `Din åtkomst till ${sensor}, delad av ${owner}, upphörde eftersom sensorn har en ny ägare.`,
    },
    claimed: {
      owner: ({ sensor }) => `Du lade till ${sensor}.`,
      guest: ({ sensor, owner }) => `${owner} lade till ${sensor}.`,
    },
    released: {
      owner: ({ sensor }) => `Du tog bort ${sensor} från ditt konto.`,
      guest: ({ sensor, owner }) => `${owner} tog bort ${sensor} från sitt konto.`,
    },
    lost: {
      owner: ({ sensor }) => `Någon annan visade att hen har ${sensor} och äger den nu.`,
      guest: ({ sensor, owner }) => `Någon annan visade att hen har ${sensor} och äger den nu i stället för ${owner}.`,
    },
    updated: {
      owner: ({ sensor }) => `Du ändrade ${sensor}.`,
      guest: ({ sensor, owner }) => `${owner} ändrade ${sensor}.`,
    },
  },
}

/** The sentences by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
