#include "features/message_texts/texts.h"

// The form is explained in texts.h. Kinds and placeholders are the same in each language; a test holds them together.
namespace portico::message_texts {

const std::string_view english = R"texts(
# phrase: moment
{day} {month} {year} at {time} UTC
# phrase: month.1
January
# phrase: month.2
February
# phrase: month.3
March
# phrase: month.4
April
# phrase: month.5
May
# phrase: month.6
June
# phrase: month.7
July
# phrase: month.8
August
# phrase: month.9
September
# phrase: month.10
October
# phrase: month.11
November
# phrase: month.12
December

# accounts.confirm_registration
subject: Confirm your registration

Dear {name},

Please confirm your e-mail address. The link works once, for 24 hours.

[Confirm my e-mail address]({link})

If you did not register, you can ignore this message: without the link nothing happens.

# accounts.registered_already
subject: You are already registered

Dear {name},

Somebody, probably you, has just tried to register with your e-mail address. You already have an account and can sign in.

[Sign in]({link})

If it was not you, you do not have to do anything: nothing has changed.

# identity.sign_in_locked
subject: Sign-in locked for 15 minutes

Dear {name},

Somebody entered a wrong password for your account five times in a row. For the next 15 minutes nobody can sign in to it from a browser that has not been used for it before. Your own browsers keep working.

If it was not you, you do not have to do anything; you can see the attempts in your profile. If you use the same password elsewhere, please change it.

# clinician_portal.access_allowed
subject: {department} has given you access

Dear {name},

{department} has given you access to its studies. Sign in to see them.

# clinician_portal.access_declined
subject: Your request to {department}

Dear {name},

{department} has not given you access to its studies.

{?reason} They wrote: {reason}

# studies.recalled
subject: {department} has withdrawn images that you have seen

Dear {name},

{department} has withdrawn {what} that you opened, downloaded or received. The last time was on {when}.

Reason: {reason}.

Please do not rely on what you saw, and delete any copies. Sign in to see which study it was: it is named above the list of studies. If you have questions, please ask the department.

# phrase: studies.recalled_whole
a study

# phrase: studies.recalled_part
images of a study

# phrase: studies.recall_reason.quality
the images are of poor quality or the wrong ones

# phrase: studies.recall_reason.patient_safety
patient safety, for example the wrong patient or the wrong side

# phrase: studies.recall_reason.worklist_entry
they were made under the wrong order

# phrase: studies.recall_reason.retention
the period for which they are kept is over

# phrase: studies.recall_reason.replaced
they were replaced

# phrase: studies.recall_reason.other
another one, which the department can tell you

# codes.sign_in
subject: Your code for signing in

Dear {name},

Enter this code to sign in:

** {code} **

It is valid for 10 minutes and works once. Do not pass it on: nobody from us will ever ask you for it.

If you are not signing in, somebody knows your password. Please change it.

# sms: codes.sign_in_sms
{code} is your code for signing in. It is valid for 10 minutes. Do not pass it on.

# codes.confirm_email
subject: Your code to confirm your e-mail address

Dear {name},

Enter this code to confirm your e-mail address:

** {code} **

It is valid for 10 minutes and works once. If you did not ask for it, you can ignore this message.

# sms: codes.confirm_mobile_sms
{code} is your code to confirm your mobile number. It is valid for 10 minutes. Do not pass it on.

# messages.test
subject: Test message

Dear {name},

This is a test message. If you can read it, mail is set up correctly.

# sms: messages.test_sms
This is a test message. If you can read it, text messages are set up correctly.
)texts";

}  // namespace portico::message_texts
