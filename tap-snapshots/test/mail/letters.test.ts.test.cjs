/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/mail/letters.test.ts > TAP > their subject and text > a hundred and one sensors 1`] = `
Subject: olivia@example.com shares 101 sensors with you

olivia@example.com shares 101 sensors with you

  * “Room 1”
  * “Room 2”
  * “Room 3”
  * “Room 4”
  * “Room 5”
  * “Room 6”
  * “Room 7”
  * “Room 8”
  * “Room 9”
  * “Room 10”
  * “Room 11”
  * “Room 12”
  * “Room 13”
  * “Room 14”
  * “Room 15”
  * “Room 16”
  * “Room 17”
  * “Room 18”
  * “Room 19”
  * “Room 20”
  * “Room 21”
  * “Room 22”
  * “Room 23”
  * “Room 24”
  * “Room 25”
  * “Room 26”
  * “Room 27”
  * “Room 28”
  * “Room 29”
  * “Room 30”
  * “Room 31”
  * “Room 32”
  * “Room 33”
  * “Room 34”
  * “Room 35”
  * “Room 36”
  * “Room 37”
  * “Room 38”
  * “Room 39”
  * “Room 40”
  * “Room 41”
  * “Room 42”
  * “Room 43”
  * “Room 44”
  * “Room 45”
  * “Room 46”
  * “Room 47”
  * “Room 48”
  * “Room 49”
  * “Room 50”
  * “Room 51”
  * “Room 52”
  * “Room 53”
  * “Room 54”
  * “Room 55”
  * “Room 56”
  * “Room 57”
  * “Room 58”
  * “Room 59”
  * “Room 60”
  * “Room 61”
  * “Room 62”
  * “Room 63”
  * “Room 64”
  * “Room 65”
  * “Room 66”
  * “Room 67”
  * “Room 68”
  * “Room 69”
  * “Room 70”
  * “Room 71”
  * “Room 72”
  * “Room 73”
  * “Room 74”
  * “Room 75”
  * “Room 76”
  * “Room 77”
  * “Room 78”
  * “Room 79”
  * “Room 80”
  * “Room 81”
  * “Room 82”
  * “Room 83”
  * “Room 84”
  * “Room 85”
  * “Room 86”
  * “Room 87”
  * “Room 88”
  * “Room 89”
  * “Room 90”
  * “Room 91”
  * “Room 92”
  * “Room 93”
  * “Room 94”
  * “Room 95”
  * “Room 96”
  * “Room 97”
  * “Room 98”
  * “Room 99”
  * “Room 100”
  and 1 more

You can see what they measure from now on. olivia@example.com can end this at any time, and so can you.

Open your sensors:
https://sensors.example.com/

You do not know this person, or do not want this?

Decline, or hear no more from this person:
https://sensors.example.com/invitation?token=letter-10

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > a hundred sensors 1`] = `
Subject: olivia@example.com shares 100 sensors with you

olivia@example.com shares 100 sensors with you

  * “Room 1”
  * “Room 2”
  * “Room 3”
  * “Room 4”
  * “Room 5”
  * “Room 6”
  * “Room 7”
  * “Room 8”
  * “Room 9”
  * “Room 10”
  * “Room 11”
  * “Room 12”
  * “Room 13”
  * “Room 14”
  * “Room 15”
  * “Room 16”
  * “Room 17”
  * “Room 18”
  * “Room 19”
  * “Room 20”
  * “Room 21”
  * “Room 22”
  * “Room 23”
  * “Room 24”
  * “Room 25”
  * “Room 26”
  * “Room 27”
  * “Room 28”
  * “Room 29”
  * “Room 30”
  * “Room 31”
  * “Room 32”
  * “Room 33”
  * “Room 34”
  * “Room 35”
  * “Room 36”
  * “Room 37”
  * “Room 38”
  * “Room 39”
  * “Room 40”
  * “Room 41”
  * “Room 42”
  * “Room 43”
  * “Room 44”
  * “Room 45”
  * “Room 46”
  * “Room 47”
  * “Room 48”
  * “Room 49”
  * “Room 50”
  * “Room 51”
  * “Room 52”
  * “Room 53”
  * “Room 54”
  * “Room 55”
  * “Room 56”
  * “Room 57”
  * “Room 58”
  * “Room 59”
  * “Room 60”
  * “Room 61”
  * “Room 62”
  * “Room 63”
  * “Room 64”
  * “Room 65”
  * “Room 66”
  * “Room 67”
  * “Room 68”
  * “Room 69”
  * “Room 70”
  * “Room 71”
  * “Room 72”
  * “Room 73”
  * “Room 74”
  * “Room 75”
  * “Room 76”
  * “Room 77”
  * “Room 78”
  * “Room 79”
  * “Room 80”
  * “Room 81”
  * “Room 82”
  * “Room 83”
  * “Room 84”
  * “Room 85”
  * “Room 86”
  * “Room 87”
  * “Room 88”
  * “Room 89”
  * “Room 90”
  * “Room 91”
  * “Room 92”
  * “Room 93”
  * “Room 94”
  * “Room 95”
  * “Room 96”
  * “Room 97”
  * “Room 98”
  * “Room 99”
  * “Room 100”

You can see what they measure from now on. olivia@example.com can end this at any time, and so can you.

Open your sensors:
https://sensors.example.com/

You do not know this person, or do not want this?

Decline, or hear no more from this person:
https://sensors.example.com/invitation?token=letter-10

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > a name that ends the quotation 1`] = `
Subject: olivia@example.com shares 2 sensors with you

olivia@example.com shares 2 sensors with you

  * “Sauna" was stopped. Write to us: "help”
  * “my "best" "one"”

You can see what they measure from now on. olivia@example.com can end this at any time, and so can you.

Open your sensors:
https://sensors.example.com/

You do not know this person, or do not want this?

Decline, or hear no more from this person:
https://sensors.example.com/invitation?token=letter-10

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > a note from right to left 1`] = `
Subject: olivia@example.com shares “Sauna” with you

olivia@example.com shares a sensor with you

With sensor-share people let each other see what their sensors measure. This is for you to see:

  * “Sauna”

olivia@example.com wrote:
> שלום גארי!
> 🔥🔥

You have no account yet. The button shows what you can do, without one: accept, decline, or hear no more from this person. To see what it measures, sign up with this address.

See the invitation:
https://sensors.example.com/invitation?token=letter-2

You do not know this person, or do not want this? Decline, or do nothing: then nothing happens.

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > a note that is not ours 1`] = `
Subject: olivia@example.com shares “Sauna” with you

olivia@example.com shares a sensor with you

With sensor-share people let each other see what their sensors measure. This is for you to see:

  * “Sauna”

olivia@example.com wrote:
> sensor-share: your account is locked.
> Open http:​//evil.​example.​com or www.​evil.​com now!
>
> <b>bold</b>
> > quoted
> --
> sensor-share
>
> end

You have no account yet. The button shows what you can do, without one: accept, decline, or hear no more from this person. To see what it measures, sign up with this address.

See the invitation:
https://sensors.example.com/invitation?token=letter-2

You do not know this person, or do not want this? Decline, or do nothing: then nothing happens.

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > an invitation with an end 1`] = `
Subject: olivia@example.com shares 2 sensors with you

olivia@example.com shares 2 sensors with you

With sensor-share people let each other see what their sensors measure. This is for you to see:

  * “Sauna”
  * “Fridge in the summer house”

You have no account yet. The button shows what you can do, without one: accept, decline, or hear no more from this person. To see what they measure, sign up with this address.

They are shared from now on, until 31 January 2027, 17:30 UTC.

See the invitation:
https://sensors.example.com/invitation?token=letter-2

You do not know this person, or do not want this? Decline, or do nothing: then nothing happens.

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > an overlong name 1`] = `
Subject: olivia@example.com shares 3 sensors with you

olivia@example.com shares 3 sensors with you

  * “Sauna Sauna Sauna Sauna Sauna Sauna Sauna Sauna Sauna Sauna Sauna Sauna Sauna Sa…”
  * “xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…”
  * “👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦…”

You can see what they measure from now on. olivia@example.com can end this at any time, and so can you.

Open your sensors:
https://sensors.example.com/

You do not know this person, or do not want this?

Decline, or hear no more from this person:
https://sensors.example.com/invitation?token=letter-10

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > an overlong note 1`] = `
Subject: olivia@example.com shares “Sauna” with you

olivia@example.com shares a sensor with you

With sensor-share people let each other see what their sensors measure. This is for you to see:

  * “Sauna”

olivia@example.com wrote:
> all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and no play all work and…

You have no account yet. The button shows what you can do, without one: accept, decline, or hear no more from this person. To see what it measures, sign up with this address.

See the invitation:
https://sensors.example.com/invitation?token=letter-2

You do not know this person, or do not want this? Decline, or do nothing: then nothing happens.

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > code 1`] = `
Subject: Your code to sign in

Your code to sign in

    K7QM

Type it where you asked for it, within 15 minutes. Or sign in right here:

Sign in:
https://sensors.example.com/sign-in?token=0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9

You did not ask for a code? Then somebody typed your address, perhaps by mistake. You need not do anything: nobody gets in without this letter. Give the code to nobody; sensor-share never asks for it.

--
sensor-share sent this letter to gary@example.com.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > contested 1`] = `
Subject: “Sauna” has a new owner

A sensor of yours has a new owner

Somebody proved, with the secret of the sensor, to have this:

  * “Sauna”

It is no longer in your account, and your guests do not see it any more. Everything else is as it was.

Open your sensors:
https://sensors.example.com/

You sold it or gave it away? Then all is well. You still have it? Claim it back with the same secret, and think about who else knows it.

--
sensor-share sent this letter to olivia@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > declined 1`] = `
Subject: gary@example.com declined “Sauna”

gary@example.com declined a sensor

You shared this, and it has ended:

  * “Sauna”

gary@example.com does not see it. Nothing else changes. You can share with this person again in 30 days.

Open your sensors:
https://sensors.example.com/

You did not expect this? Ask gary@example.com: an answer to this letter goes there.

--
sensor-share sent this letter to olivia@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > deletion 1`] = `
Subject: Delete your account?

Delete your account?

Somebody who is signed in with this address, most likely you, wants to delete the account.

Your sensors and sessions would be deleted, and your shares would end. It cannot be undone. The button opens a page that asks once more, and works for a day.

Go on to delete it:
https://sensors.example.com/verify-delete?token=person-17

You did not ask for this? Then do nothing, and nothing is deleted. But look through your sessions, and end those that you do not know: it was asked for from one of them.

--
sensor-share sent this letter to gary@example.com.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > emoji 1`] = `
Subject: olivia@example.com shares 3 sensors with you

olivia@example.com shares 3 sensors with you

  * “🧖🏽‍♀️ Sauna 👨‍👩‍👧‍👦”
  * “❤️”
  * “🇫🇮”

You can see what they measure from now on. olivia@example.com can end this at any time, and so can you.

Open your sensors:
https://sensors.example.com/

You do not know this person, or do not want this?

Decline, or hear no more from this person:
https://sensors.example.com/invitation?token=letter-10

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > expiring 1`] = `
Subject: You see “Sauna” until 31 January 2027

A share ends soon

Until 31 January 2027, 17:30 UTC, olivia@example.com shares with you:

  * “Sauna”

After that you do not see it any more. Everything else stays as it is.

Open your sensors:
https://sensors.example.com/

You need it for longer? Ask olivia@example.com: an answer to this letter goes there.

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > expiring, several 1`] = `
Subject: You see 2 sensors until 31 January 2027

2 shares end soon

Until 31 January 2027, 17:30 UTC, olivia@example.com shares with you:

  * “Sauna”
  * “Fridge in the summer house”

After that you do not see them any more. Everything else stays as it is.

Open your sensors:
https://sensors.example.com/

You need them for longer? Ask olivia@example.com: an answer to this letter goes there.

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > expiring, several, to their owner 1`] = `
Subject: You share 2 sensors until 31 January 2027

2 shares of yours end soon

Until 31 January 2027, 17:30 UTC, you share with gary@example.com:

  * “Sauna”
  * “Fridge in the summer house”

After that gary@example.com does not see them any more. You can share them for longer.

Open your sensors:
https://sensors.example.com/

It is meant to end? Then you need not do anything.

--
sensor-share sent this letter to olivia@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > expiring, to its owner 1`] = `
Subject: You share “Sauna” until 31 January 2027

A share of yours ends soon

Until 31 January 2027, 17:30 UTC, you share with gary@example.com:

  * “Sauna”

After that gary@example.com does not see it any more. You can share it for longer.

Open your sensors:
https://sensors.example.com/

It is meant to end? Then you need not do anything.

--
sensor-share sent this letter to olivia@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > invitation 1`] = `
Subject: olivia@example.com shares 2 sensors with you

olivia@example.com shares 2 sensors with you

With sensor-share people let each other see what their sensors measure. This is for you to see:

  * “Sauna”
  * “Fridge in the summer house”

olivia@example.com wrote:
> Hi Gary,
> so you know when the sauna is warm.
>
> Olivia

You have no account yet. The button shows what you can do, without one: accept, decline, or hear no more from this person. To see what they measure, sign up with this address.

See the invitation:
https://sensors.example.com/invitation?token=letter-2

You do not know this person, or do not want this? Decline, or do nothing: then nothing happens.

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > left 1`] = `
Subject: gary@example.com gave “Sauna” back

gary@example.com gave a sensor back

You shared this, and it has ended:

  * “Sauna”

gary@example.com does not see it any more. Nothing else changes. You can share it again at any time.

Open your sensors:
https://sensors.example.com/

You did not expect this? Ask gary@example.com: an answer to this letter goes there.

--
sensor-share sent this letter to olivia@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > line breaks in a name 1`] = `
Subject: olivia@example.com shares 2 sensors with you

olivia@example.com shares 2 sensors with you

  * “Sauna Bcc: everybody@​example.​com <p>hello”
  * “Tab andnul[31m”

You can see what they measure from now on. olivia@example.com can end this at any time, and so can you.

Open your sensors:
https://sensors.example.com/

You do not know this person, or do not want this?

Decline, or hear no more from this person:
https://sensors.example.com/invitation?token=letter-10

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > links in a name 1`] = `
Subject: olivia@example.com shares 6 sensors with you

olivia@example.com shares 6 sensors with you

  * “Log in at https:​//evil.​example.​com/a?b=c”
  * “www.​evil.​example.​com”
  * “evil.​com”
  * “mail me@​evil.​example.​com”
  * “Room 2.5”
  * “javascript:​alert(1)”

You can see what they measure from now on. olivia@example.com can end this at any time, and so can you.

Open your sensors:
https://sensors.example.com/

You do not know this person, or do not want this?

Decline, or hear no more from this person:
https://sensors.example.com/invitation?token=letter-10

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > markup in a name 1`] = `
Subject: olivia@example.com shares 3 sensors with you

olivia@example.com shares 3 sensors with you

  * “<script>alert(1)</script>”
  * “"><img src=x onerror=alert(1)>”
  * “&amp; $(1) \`!\`”

You can see what they measure from now on. olivia@example.com can end this at any time, and so can you.

Open your sensors:
https://sensors.example.com/

You do not know this person, or do not want this?

Decline, or hear no more from this person:
https://sensors.example.com/invitation?token=letter-10

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > no name 1`] = `
Subject: olivia@example.com shares 5 sensors with you

olivia@example.com shares 5 sensors with you

  * C6:F1:E7:D3:DA:00
  * C6:F1:E7:D3:DA:01
  * C6:F1:E7:D3:DA:02
  * C6:F1:E7:D3:DA:03
  * C6:F1:E7:D3:DA:04

You can see what they measure from now on. olivia@example.com can end this at any time, and so can you.

Open your sensors:
https://sensors.example.com/

You do not know this person, or do not want this?

Decline, or hear no more from this person:
https://sensors.example.com/invitation?token=letter-10

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > one overlong name 1`] = `
Subject: olivia@example.com shares “Donaudampfschifffahrtsgesellsc…” with you

olivia@example.com shares a sensor with you

  * “Donaudampfschifffahrtsgesellschaftskapitänskajütentemperaturfühler Donaudampfsch…”

You can see what it measures from now on. olivia@example.com can end this at any time, and so can you.

Open your sensors:
https://sensors.example.com/

You do not know this person, or do not want this?

Decline, or hear no more from this person:
https://sensors.example.com/invitation?token=letter-10

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > only one name with line breaks 1`] = `
Subject: olivia@example.com shares “Sauna Bcc: everybody@example.c…” with you

olivia@example.com shares a sensor with you

  * “Sauna Bcc: everybody@​example.​com Your account is locked”

You can see what it measures from now on. olivia@example.com can end this at any time, and so can you.

Open your sensors:
https://sensors.example.com/

You do not know this person, or do not want this?

Decline, or hear no more from this person:
https://sensors.example.com/invitation?token=letter-10

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > overlong addresses 1`] = `
Subject: oooooooooooooooooooooooooooooooooooooooo… shares “Sauna” with you

oooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo@example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.com shares a sensor with you

  * “Sauna”

You can see what it measures from now on. oooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo@example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.com can end this at any time, and so can you.

Open your sensors:
https://sensors.example.com/

You do not know this person, or do not want this?

Decline, or hear no more from this person:
https://sensors.example.com/invitation?token=letter-3

--
sensor-share sent this letter to gggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg@example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > right to left 1`] = `
Subject: olivia@example.com shares 3 sensors with you

olivia@example.com shares 3 sensors with you

  * “⁨סאונה⁩”
  * “⁨ساونا في الصيف⁩”
  * “⁨The sauna (סאונה) 2.5 m⁩”

You can see what they measure from now on. olivia@example.com can end this at any time, and so can you.

Open your sensors:
https://sensors.example.com/

You do not know this person, or do not want this?

Decline, or hear no more from this person:
https://sensors.example.com/invitation?token=letter-10

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > shared 1`] = `
Subject: olivia@example.com shares “Sauna” with you

olivia@example.com shares a sensor with you

  * “Sauna”

You can see what it measures from now on. olivia@example.com can end this at any time, and so can you.

Open your sensors:
https://sensors.example.com/

You do not know this person, or do not want this?

Decline, or hear no more from this person:
https://sensors.example.com/invitation?token=letter-3

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > shared, if its guest wants it 1`] = `
Subject: olivia@example.com wants to share “Sauna” with you

olivia@example.com wants to share a sensor with you

  * “Sauna”

You see what it measures when you accept. The button shows what you can do: accept, decline, or hear no more from this person.

See the invitation:
https://sensors.example.com/invitation?token=letter-3

You do not know this person, or do not want this? Decline, or do nothing: then nothing happens.

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > ten sensors 1`] = `
Subject: olivia@example.com shares 10 sensors with you

olivia@example.com shares 10 sensors with you

  * “Room 1”
  * “Room 2”
  * “Room 3”
  * “Room 4”
  * “Room 5”
  * “Room 6”
  * “Room 7”
  * “Room 8”
  * “Room 9”
  * “Room 10”

You can see what they measure from now on. olivia@example.com can end this at any time, and so can you.

Open your sensors:
https://sensors.example.com/

You do not know this person, or do not want this?

Decline, or hear no more from this person:
https://sensors.example.com/invitation?token=letter-10

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > towers of accents 1`] = `
Subject: olivia@example.com shares “Ź́́́a҈҉҈҉lgo” with you

olivia@example.com shares a sensor with you

  * “Ź́́́a҈҉҈҉lgo”

You can see what it measures from now on. olivia@example.com can end this at any time, and so can you.

Open your sensors:
https://sensors.example.com/

You do not know this person, or do not want this?

Decline, or hear no more from this person:
https://sensors.example.com/invitation?token=letter-10

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > turned round 1`] = `
Subject: olivia@example.com shares 3 sensors with you

olivia@example.com shares 3 sensors with you

  * “gnihtyna”
  * “opennever closed”
  * “mark”

You can see what they measure from now on. olivia@example.com can end this at any time, and so can you.

Open your sensors:
https://sensors.example.com/

You do not know this person, or do not want this?

Decline, or hear no more from this person:
https://sensors.example.com/invitation?token=letter-10

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > unclaimed 1`] = `
Subject: 2 sensors are no longer shared with you

2 sensors are no longer shared with you

olivia@example.com gave these sensors up, or somebody else took them over:

  * “Sauna”
  * “Fridge in the summer house”

So you do not see them any more. Everything else is as it was.

Open your sensors:
https://sensors.example.com/

You did not expect this? Ask olivia@example.com: an answer to this letter goes there.

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > unshared 1`] = `
Subject: olivia@example.com no longer shares “Sauna” with you

olivia@example.com no longer shares a sensor with you

  * “Sauna”

You do not see it any more. Everything else is as it was.

Open your sensors:
https://sensors.example.com/

You did not expect this? Ask olivia@example.com: an answer to this letter goes there.

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`

exports[`test/mail/letters.test.ts > TAP > their subject and text > with a beginning and an end 1`] = `
Subject: olivia@example.com shares “Sauna” with you

olivia@example.com shares a sensor with you

  * “Sauna”

You can see what it measures from 1 January 2027, 08:00 UTC, until 31 January 2027, 17:30 UTC. olivia@example.com can end this at any time, and so can you.

Open your sensors:
https://sensors.example.com/

You do not know this person, or do not want this?

Decline, or hear no more from this person:
https://sensors.example.com/invitation?token=letter-3

--
sensor-share sent this letter to gary@example.com.
Names in “quotation marks” and notes were written by people, not by sensor-share.

`
