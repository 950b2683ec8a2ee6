/** Texts of the email settings on the account page. */
import type { EmailSetting } from '../../mail/email-settings.ts'
import type { Texts } from '../language/texts.ts'

const en = {
  title: 'Emails',
  intro: 'Send me an email when …',
  settings: {
    shared: 'somebody shares a sensor with me',
    answered: 'somebody accepts or declines what I share',
    ended: 'my access ends, or somebody leaves what I share',
    endsSoon: 'a share ends within a day',
  } satisfies Record<EmailSetting, string>,
  always:
    'Emails about signing in, new access keys and passkeys, a sensor that has a new owner, and deleting your account are always sent. They keep your account safe.',
  save: 'Save email settings',
  saved: 'Email settings saved.',
}

const fi: Words = {
  title: 'Sähköpostit',
  intro: 'Lähetä minulle sähköpostia, kun …',
  settings: {
    shared: 'joku jakaa kanssani anturin',
    answered: 'joku hyväksyy tai hylkää jakoni',
    ended: 'käyttöoikeuteni päättyy tai joku poistuu jaostani',
    endsSoon: 'jako päättyy vuorokauden sisällä',
  },
  always:
    'Sähköpostit kirjautumisesta, uusista käyttöavaimista ja pääsyavaimista, anturin uudesta omistajasta ja tilin poistamisesta lähetetään aina. Ne pitävät tilisi turvassa.',
  save: 'Tallenna sähköpostiasetukset',
  saved: 'Sähköpostiasetukset on tallennettu.',
}

const de: Words = {
  title: 'E-Mails',
  intro: 'Sende mir eine E-Mail, wenn …',
  settings: {
    shared: 'jemand einen Sensor mit mir teilt',
    answered: 'jemand annimmt oder ablehnt, was ich teile',
    ended: 'mein Zugriff endet, oder jemand verlässt, was ich teile',
    endsSoon: 'eine Freigabe innerhalb eines Tages endet',
  },
  always:
    'E-Mails über die Anmeldung, neue Zugriffsschlüssel und Passkeys, einen Sensor mit neuem Besitzer und das Löschen deines Kontos werden immer gesendet. Sie schützen dein Konto.',
  save: 'E-Mail-Einstellungen speichern',
  saved: 'E-Mail-Einstellungen gespeichert.',
}

const sv: Words = {
  title: 'Mejl',
  intro: 'Skicka ett mejl till mig när …',
  settings: {
    shared: 'någon delar en sensor med mig',
    answered: 'någon tackar ja till eller avböjer det jag delar',
    ended: 'min åtkomst upphör, eller någon lämnar det jag delar',
    endsSoon: 'en delning upphör inom ett dygn',
  },
  always:
    'Mejl om inloggning, nya åtkomstnycklar och lösennycklar, en sensor som har en ny ägare och radering av ditt konto skickas alltid. De håller ditt konto säkert.',
  save: 'Spara mejlinställningar',
  saved: 'Mejlinställningarna är sparade.',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
