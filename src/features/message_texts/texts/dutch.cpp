#include "features/message_texts/texts.h"

// The form is explained in texts.h. Kinds and placeholders are the same in each language; a test holds them together.
namespace portico::message_texts {

const std::string_view dutch = R"texts(
# phrase: moment
{day} {month} {year} om {time} uur UTC
# phrase: month.1
januari
# phrase: month.2
februari
# phrase: month.3
maart
# phrase: month.4
april
# phrase: month.5
mei
# phrase: month.6
juni
# phrase: month.7
juli
# phrase: month.8
augustus
# phrase: month.9
september
# phrase: month.10
oktober
# phrase: month.11
november
# phrase: month.12
december

# accounts.confirm_registration
subject: Bevestig uw registratie

Beste {name},

Bevestig uw e-mailadres. De link werkt één keer, gedurende 24 uur.

[Mijn e-mailadres bevestigen]({link})

Hebt u zich niet geregistreerd? Dan kunt u dit bericht negeren: zonder de link gebeurt er niets.

# accounts.registered_already
subject: U bent al geregistreerd

Beste {name},

Iemand, waarschijnlijk uzelf, heeft zojuist geprobeerd zich met uw e-mailadres te registreren. U hebt al een account en kunt zich aanmelden.

[Aanmelden]({link})

Was u dit niet? Dan hoeft u niets te doen: er is niets gewijzigd.

# identity.sign_in_locked
subject: Aanmelden 15 minuten geblokkeerd

Beste {name},

Iemand heeft vijf keer na elkaar een verkeerd wachtwoord voor uw account ingevoerd. De komende 15 minuten kan niemand zich aanmelden vanuit een browser die daarvoor nog niet eerder is gebruikt. Uw eigen browsers blijven werken.

Was u dit niet? Dan hoeft u niets te doen; u ziet de pogingen in uw profiel. Gebruikt u hetzelfde wachtwoord ook elders, wijzig het dan.

# clinician_portal.access_allowed
subject: {department} heeft u toegang gegeven

Beste {name},

{department} heeft u toegang gegeven tot haar onderzoeken. Meld u aan om ze te bekijken.

# clinician_portal.access_declined
subject: Uw aanvraag bij {department}

Beste {name},

{department} heeft u geen toegang gegeven tot haar onderzoeken.

{?reason} De toelichting: {reason}

# studies.recalled
subject: {department} heeft beelden ingetrokken die u hebt gezien

Beste {name},

{department} heeft {what} ingetrokken. U hebt die beelden geopend, gedownload of ontvangen, de laatste keer op {when}.

Reden: {reason}.

Ga niet af op wat u hebt gezien en verwijder eventuele kopieën. Meld u aan om te zien om welk onderzoek het gaat: het staat boven de lijst met onderzoeken. Hebt u vragen, neem dan contact op met de afdeling.

# phrase: studies.recalled_whole
een onderzoek

# phrase: studies.recalled_part
beelden van een onderzoek

# phrase: studies.recall_reason.quality
de beelden zijn van slechte kwaliteit of het zijn de verkeerde

# phrase: studies.recall_reason.patient_safety
patiëntveiligheid, bijvoorbeeld de verkeerde patiënt of de verkeerde zijde

# phrase: studies.recall_reason.worklist_entry
ze zijn onder de verkeerde aanvraag gemaakt

# phrase: studies.recall_reason.retention
de bewaartermijn is verstreken

# phrase: studies.recall_reason.replaced
ze zijn vervangen

# phrase: studies.recall_reason.other
een andere reden, die de afdeling u kan vertellen

# codes.sign_in
subject: Uw code om u aan te melden

Beste {name},

Voer deze code in om u aan te melden:

** {code} **

De code is 10 minuten geldig en werkt één keer. Geef hem aan niemand door: wij zullen er nooit om vragen.

Bent u zich niet aan het aanmelden? Dan kent iemand uw wachtwoord. Wijzig het.

# sms: codes.sign_in_sms
{code} is uw code om u aan te melden. De code is 10 minuten geldig. Geef hem aan niemand door.

# codes.confirm_email
subject: Uw code om uw e-mailadres te bevestigen

Beste {name},

Voer deze code in om uw e-mailadres te bevestigen:

** {code} **

De code is 10 minuten geldig en werkt één keer. Hebt u er niet om gevraagd, dan kunt u dit bericht negeren.

# sms: codes.confirm_mobile_sms
{code} is uw code om uw mobiele nummer te bevestigen. De code is 10 minuten geldig. Geef hem aan niemand door.

# messages.test
subject: Testbericht

Beste {name},

Dit is een testbericht. Als u dit kunt lezen, is e-mail goed ingesteld.

# sms: messages.test_sms
Dit is een testbericht. Als u dit kunt lezen, zijn sms-berichten goed ingesteld.
)texts";

}  // namespace portico::message_texts
