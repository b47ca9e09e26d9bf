#include "features/message_texts/texts.h"

// The form is explained in texts.h. Kinds and placeholders are the same in each language; a test holds them together.
namespace portico::message_texts {

const std::string_view french = R"texts(
# phrase: moment
{day} {month} {year} à {time} UTC
# phrase: month.1
janvier
# phrase: month.2
février
# phrase: month.3
mars
# phrase: month.4
avril
# phrase: month.5
mai
# phrase: month.6
juin
# phrase: month.7
juillet
# phrase: month.8
août
# phrase: month.9
septembre
# phrase: month.10
octobre
# phrase: month.11
novembre
# phrase: month.12
décembre

# accounts.confirm_registration
subject: Confirmez votre inscription

Bonjour {name},

Veuillez confirmer votre adresse e-mail. Le lien fonctionne une seule fois, pendant 24 heures.

[Confirmer mon adresse e-mail]({link})

Si vous ne vous êtes pas inscrit, vous pouvez ignorer ce message : sans le lien, rien ne se passe.

# accounts.registered_already
subject: Vous êtes déjà inscrit

Bonjour {name},

Quelqu’un, sans doute vous, vient d’essayer de s’inscrire avec votre adresse e-mail. Vous avez déjà un compte et pouvez vous connecter.

[Se connecter]({link})

Si ce n’était pas vous, vous n’avez rien à faire : rien n’a été modifié.

# identity.sign_in_locked
subject: Connexion bloquée pendant 15 minutes

Bonjour {name},

Quelqu’un a saisi cinq fois de suite un mot de passe erroné pour votre compte. Pendant les 15 prochaines minutes, personne ne peut s’y connecter depuis un navigateur qui n’a pas encore été utilisé pour ce compte. Vos propres navigateurs continuent de fonctionner.

Si ce n’était pas vous, vous n’avez rien à faire ; les tentatives figurent dans votre profil. Si vous utilisez le même mot de passe ailleurs, changez-le.

# clinician_portal.access_allowed
subject: {department} vous a donné accès

Bonjour {name},

{department} vous a donné accès à ses examens. Connectez-vous pour les consulter.

# clinician_portal.access_declined
subject: Votre demande à {department}

Bonjour {name},

{department} ne vous a pas donné accès à ses examens.

{?reason} Motif indiqué : {reason}

# studies.recalled
subject: {department} a retiré des images que vous avez vues

Bonjour {name},

{department} a retiré {what}. Vous aviez ouvert, téléchargé ou reçu ces images, la dernière fois le {when}.

Motif : {reason}.

Ne vous fiez pas à ce que vous avez vu et supprimez les copies éventuelles. Connectez-vous pour voir de quel examen il s’agit : il est indiqué au-dessus de la liste des examens. Pour toute question, adressez-vous au service.

# phrase: studies.recalled_whole
un examen

# phrase: studies.recalled_part
des images d’un examen

# phrase: studies.recall_reason.quality
les images sont de mauvaise qualité ou ne sont pas les bonnes

# phrase: studies.recall_reason.patient_safety
sécurité du patient, par exemple une erreur de patient ou de côté

# phrase: studies.recall_reason.worklist_entry
elles ont été réalisées sous la mauvaise demande

# phrase: studies.recall_reason.retention
leur durée de conservation est écoulée

# phrase: studies.recall_reason.replaced
elles ont été remplacées

# phrase: studies.recall_reason.other
un autre motif, que le service peut vous indiquer

# codes.sign_in
subject: Votre code de connexion

Bonjour {name},

Saisissez ce code pour vous connecter :

** {code} **

Il est valable 10 minutes et ne fonctionne qu’une fois. Ne le communiquez à personne : nous ne vous le demanderons jamais.

Si vous n’êtes pas en train de vous connecter, quelqu’un connaît votre mot de passe. Changez-le.

# sms: codes.sign_in_sms
{code} est votre code de connexion. Il est valable 10 minutes. Ne le communiquez à personne.

# codes.confirm_email
subject: Votre code pour confirmer votre adresse e-mail

Bonjour {name},

Saisissez ce code pour confirmer votre adresse e-mail :

** {code} **

Il est valable 10 minutes et ne fonctionne qu’une fois. Si vous ne l’avez pas demandé, vous pouvez ignorer ce message.

# sms: codes.confirm_mobile_sms
{code} est votre code pour confirmer votre numéro de mobile. Il est valable 10 minutes. Ne le communiquez à personne.

# messages.test
subject: Message d’essai

Bonjour {name},

Ceci est un message d’essai. Si vous pouvez le lire, l’envoi d’e-mails est bien configuré.

# sms: messages.test_sms
Ceci est un message d'essai. Si vous pouvez le lire, l'envoi de SMS est bien configuré.
)texts";

}  // namespace portico::message_texts
