/** Texts of the page about gateways, in German. */
import { counts } from '../../language/counts.ts'
import type { Words } from './en.ts'

const sensors = (count: number) => counts.de(count, '# Sensor', '# Sensoren')

export const de: Words = {
  title: 'Gateways',
  intro:
    'Gateways empfangen die Messwerte deiner Sensoren und senden sie hierher. Das können nur Gateways, die du erlaubst.',
  open: 'Dieser Server läuft mit GATEWAYS=open: Jedes Gateway darf senden, und die, die du erlaubst, müssen signieren.',

  setUp: 'Gateway einrichten',
  steps: [
    'Öffne die Einstellungen des Ruuvi Gateways im Browser, und wähle einen eigenen Server, wo es fragt, wohin die Daten gehen.',
    'Wähle HTTP(S), das Datenformat „raw“ oder „raw and decoded“ und keine Authentifizierung. Kopiere diese beiden Adressen hinein.',
    'Das Gateway meldet sich innerhalb einer Minute. Lade diese Seite neu, und erlaube es mit der Device ID auf seinem Etikett.',
  ],
  dataUrl: 'Adresse für die Daten',
  statusUrl: 'Adresse für die Statistik',
  copy: 'Kopieren',
  copied: 'Kopiert.',
  onlyHere: host =>
    `Andere Geräte erreichen ${host} nicht. Starte den Server mit HOST=0.0.0.0, und öffne diese Seite unter der Adresse, die dieser Rechner in deinem Netz hat.`,

  list: 'Gateways, die sich gemeldet haben',
  reload: 'Aktualisieren',
  pages: 'Seiten mit Gateways',
  previous: 'Zurück',
  next: 'Weiter',
  none: 'Noch hat sich kein Gateway gemeldet.',
  noneHow: 'Ein Gateway erscheint hier, sobald es an die Adresse oben sendet. Dann kannst du es erlauben.',

  states: {
    allowed: 'Erlaubt',
    waiting: 'Wartet auf Erlaubnis',
    refused: 'Abgewiesen',
    open: 'Eingelassen',
    new: 'Erlaubt, noch keine Daten',
  },
  stateHelp: {
    refused: 'Es meldet sich, aber was es sendet, wird abgewiesen. Prüfe seine Uhr und sein Datenformat („raw“).',
    open: 'Es kommt ohne Erlaubnis herein: mit einem GATEWAY_TOKEN der Einstellungen, oder wegen GATEWAYS=open.',
    new: 'Es kommt mit seiner nächsten Sendung herein.',
  },
  wrongSecret: 'Jemand hat sich mit einem falschen Geheimnis gemeldet:',
  calledFrom: network => `aus ${network}.`,
  wrongSecretHelp:
    'Wenn es dieses Gateway war und die Device ID falsch war, entferne das Gateway, und erlaube es noch einmal mit der auf seinem Etikett. Oder starte das Gateway neu: Vielleicht benutzt es einen Schlüssel, den dieser Server nicht mehr hat.',
  calls: 'Meldet sich seit',
  lastSeen: 'Zuletzt gesehen',
  allowedSince: 'Erlaubt seit',
  firmware: 'Firmware',
  heard: 'Empfängt',
  sensors,
  unknown: 'noch nicht bekannt',
  which: 'Welche Sensoren',
  moreSensors: count => counts.de(count, 'und # weiterer Sensor', 'und # weitere Sensoren'),

  deviceId: 'Device ID',
  deviceIdHelp: 'Auf dem Etikett des Gateways, wie 01:23:45:67:89:AB:CD:EF. Du kannst einfügen, was du gescannt hast.',
  allow: 'Erlauben',
  allowLabel: gateway => `${gateway} erlauben`,
  noDeviceId:
    'Das ist keine gültige Device ID. Sie hat 16 Ziffern und Buchstaben von A bis F, wie 01:23:45:67:89:AB:CD:EF.',
  isMac: 'Das ist die MAC-Adresse. Die Device ID ist länger: 16 Ziffern und Buchstaben, auf demselben Etikett.',
  allowed: gateway => `${gateway} ist erlaubt. Seine Messwerte kommen mit der nächsten Sendung.`,
  allowedBefore: gateway => `${gateway} ist schon erlaubt. Um die Device ID zu ändern, entferne es zuerst.`,
  gone: gateway => `${gateway} ist nicht mehr in der Liste. Es erscheint wieder, wenn es sich meldet.`,

  remove: 'Entfernen …',
  removeLabel: gateway => `${gateway} entfernen`,
  removeTitle: gateway => `${gateway} entfernen?`,
  removeIntro:
    'Was es sendet, wird ab jetzt abgewiesen, außer GATEWAYS=open oder ein GATEWAY_TOKEN lässt es ein. Messwerte, die es gesendet hat, bleiben. Du kannst es jederzeit wieder erlauben, mit der Device ID auf seinem Etikett.',
  doRemove: 'Entfernen',
  keep: 'Abbrechen',
  removed: gateway => `${gateway} ist entfernt.`,

  phones: 'Handys, die weiterleiten',
  phonesIntro:
    'Wo kein Gateway in der Nähe ist, kann Ruuvi Station für Android Messwerte weiterleiten. Erstelle eine Adresse für jedes Handy, und kopiere sie in die Einstellungen der App zur Datenweiterleitung. Nur Messwerte deiner eigenen Sensoren werden gespeichert, und nie, wo das Handy ist.',
  noPhones: 'Noch leitet kein Handy weiter.',
  phoneName: 'Name der neuen Adresse',
  phoneNameHelp: 'Zum Beispiel „Handy in der Hütte“.',
  makePhone: 'Adresse erstellen',
  made: 'erstellt',
  used: 'zuletzt benutzt',
  neverUsed: 'noch nicht benutzt',
  newPhone: 'Die neue Adresse',
  newPhoneIntro:
    'Kopiere sie jetzt in die App. Sie wird nicht noch einmal gezeigt. Wer sie hat, kann deinen Sensoren Messwerte hinzufügen, sonst nichts.',
  phoneUrl: 'Adresse zum Weiterleiten',
  phoneDone: 'Fertig, ich habe sie kopiert',
  revoke: 'Widerrufen …',
  revokeLabel: name => `${name} widerrufen`,
  revokeTitle: 'Diese Adresse widerrufen?',
  revokeIntro:
    'Was das Handy weiterleitet, wird ab jetzt abgewiesen. Messwerte, die es gesendet hat, bleiben. Das lässt sich nicht rückgängig machen.',
  doRevoke: 'Widerrufen',
  revoked: name => `Die Adresse „${name}“ ist widerrufen.`,
  phoneGone: 'Diese Adresse war schon widerrufen.',

  operators: 'Betreiber dieses Servers',
  operatorsIntro: 'Wer hier steht, sieht diese Seite und entscheidet, welche Gateways senden dürfen.',
  bySettings: 'aus der Einstellung OPERATORS',
  since: 'seit',
  dismiss: 'Entfernen',
  dismissLabel: email => `${email} entfernen`,
  dismissed: email => `${email} betreibt diesen Server nicht mehr.`,
  notOperating: email => `${email} hat diesen Server nicht mehr betrieben.`,
}
