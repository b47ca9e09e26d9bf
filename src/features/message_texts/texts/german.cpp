#include "features/message_texts/texts.h"

// The form is explained in texts.h. Kinds and placeholders are the same in each language; a test holds them together.
namespace portico::message_texts {

const std::string_view german = R"texts(
# phrase: moment
{day}. {month} {year} um {time} Uhr UTC
# phrase: month.1
Januar
# phrase: month.2
Februar
# phrase: month.3
März
# phrase: month.4
April
# phrase: month.5
Mai
# phrase: month.6
Juni
# phrase: month.7
Juli
# phrase: month.8
August
# phrase: month.9
September
# phrase: month.10
Oktober
# phrase: month.11
November
# phrase: month.12
Dezember

# accounts.confirm_registration
subject: Bestätigen Sie Ihre Registrierung

Guten Tag {name},

bitte bestätigen Sie Ihre E-Mail-Adresse. Der Link funktioniert einmal und gilt 24 Stunden.

[E-Mail-Adresse bestätigen]({link})

Wenn Sie sich nicht registriert haben, können Sie diese Nachricht ignorieren: Ohne den Link geschieht nichts.

# accounts.registered_already
subject: Sie sind bereits registriert

Guten Tag {name},

jemand, wahrscheinlich Sie selbst, hat soeben versucht, sich mit Ihrer E-Mail-Adresse zu registrieren. Sie haben bereits ein Konto und können sich anmelden.

[Anmelden]({link})

Falls Sie es nicht waren, müssen Sie nichts tun: Es wurde nichts geändert.

# identity.sign_in_locked
subject: Anmeldung für 15 Minuten gesperrt

Guten Tag {name},

jemand hat für Ihr Konto fünfmal hintereinander ein falsches Passwort eingegeben. In den nächsten 15 Minuten kann sich niemand von einem Browser aus anmelden, der dafür noch nicht verwendet wurde. Ihre eigenen Browser funktionieren weiterhin.

Falls Sie es nicht waren, müssen Sie nichts tun; die Versuche sehen Sie in Ihrem Profil. Wenn Sie dasselbe Passwort auch anderswo verwenden, ändern Sie es bitte.

# clinician_portal.access_allowed
subject: {department} hat Ihnen Zugriff gegeben

Guten Tag {name},

{department} hat Ihnen Zugriff auf ihre Untersuchungen gegeben. Melden Sie sich an, um sie zu sehen.

# clinician_portal.access_declined
subject: Ihre Anfrage an {department}

Guten Tag {name},

{department} hat Ihnen keinen Zugriff auf ihre Untersuchungen gegeben.

{?reason} Die Begründung: {reason}

# studies.recalled
subject: {department} hat Bilder zurückgezogen, die Sie gesehen haben

Guten Tag {name},

{department} hat {what} zurückgezogen. Sie haben diese Bilder geöffnet, heruntergeladen oder erhalten, zuletzt am {when}.

Grund: {reason}.

Bitte verlassen Sie sich nicht auf das, was Sie gesehen haben, und löschen Sie etwaige Kopien. Melden Sie sich an, um zu sehen, um welche Untersuchung es geht: Sie steht über der Liste der Untersuchungen. Bei Fragen wenden Sie sich bitte an die Abteilung.

# phrase: studies.recalled_whole
eine Untersuchung

# phrase: studies.recalled_part
Bilder einer Untersuchung

# phrase: studies.recall_reason.quality
die Bilder sind von schlechter Qualität oder es sind die falschen

# phrase: studies.recall_reason.patient_safety
Patientensicherheit, zum Beispiel der falsche Patient oder die falsche Seite

# phrase: studies.recall_reason.worklist_entry
sie wurden unter dem falschen Auftrag aufgenommen

# phrase: studies.recall_reason.retention
die Aufbewahrungsfrist ist abgelaufen

# phrase: studies.recall_reason.replaced
sie wurden ersetzt

# phrase: studies.recall_reason.other
ein anderer, den Ihnen die Abteilung nennen kann

# codes.sign_in
subject: Ihr Code für die Anmeldung

Guten Tag {name},

geben Sie diesen Code ein, um sich anzumelden:

** {code} **

Er gilt 10 Minuten und funktioniert einmal. Geben Sie ihn nicht weiter: Wir werden Sie nie danach fragen.

Wenn Sie sich gerade nicht anmelden, kennt jemand Ihr Passwort. Bitte ändern Sie es.

# sms: codes.sign_in_sms
{code} ist Ihr Code für die Anmeldung. Er gilt 10 Minuten. Geben Sie ihn nicht weiter.

# codes.confirm_email
subject: Ihr Code zur Bestätigung Ihrer E-Mail-Adresse

Guten Tag {name},

geben Sie diesen Code ein, um Ihre E-Mail-Adresse zu bestätigen:

** {code} **

Er gilt 10 Minuten und funktioniert einmal. Wenn Sie ihn nicht angefordert haben, können Sie diese Nachricht ignorieren.

# sms: codes.confirm_mobile_sms
{code} ist Ihr Code zur Bestätigung Ihrer Mobilnummer. Er gilt 10 Minuten. Geben Sie ihn nicht weiter.

# messages.test
subject: Testnachricht

Guten Tag {name},

dies ist eine Testnachricht. Wenn Sie sie lesen können, ist der E-Mail-Versand richtig eingerichtet.

# sms: messages.test_sms
Dies ist eine Testnachricht. Wenn Sie sie lesen können, ist der SMS-Versand richtig eingerichtet.
)texts";

}  // namespace portico::message_texts
