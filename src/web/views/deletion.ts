/** The pages behind the letter that deletes an account. Opening the link changes nothing: mail scanners open links. */
import { html } from 'ghtml'
import { Page } from '../page.ts'

export function askToDelete(token: string): Page {
  return new Page(
    'Delete your account?',
    html`<p>Your sensors and sessions are deleted. What you share ends, and your guests are told; what is shared with you ends, too.
      This cannot be undone.</p>
<form method="post" action="/verify-delete">
<input type="hidden" name="token" value="${token}">
<p class="buttons"><button class="danger">Delete my account</button></p>
</form>
<p>You did not ask for this? Close this page, and nothing happens.</p>`,
  )
}

export function deleted(email: string): Page {
  return new Page(
    'Your account is deleted',
    html`<p>${email} is not known here any more. You can sign up again whenever you like.</p>
<p class="buttons"><a class="button quiet" href="/app/sign-in">Sign up again</a></p>`,
  )
}

export function linkEnded(): Page {
  return new Page(
    'This link has ended',
    html`<p>It was used already, or it is older than a day. If you still want to delete your account, ask for a new letter in your app, or here.</p>
<p class="buttons"><a class="button quiet" href="/app/account">Your account</a></p>`,
    403,
  )
}
