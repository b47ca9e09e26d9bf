// Made from the server's description by `npm run generate -w packages/api`; not edited by hand.
export interface paths {
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The description of this API */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/access-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a department for access. */
        post: operations["requestAccess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/access-requests/{tenant}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw a request. */
        delete: operations["withdrawAccessRequest"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clinician/upload-departments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Departments to which the caller may upload studies. */
        get: operations["listUploadDepartments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clinician/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the caller uploaded, and what became of it; the newest first. */
        get: operations["listClinicianUploads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Server-sent events: what to fetch again. */
        get: operations["followEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give clinicians access to studies. */
        post: operations["grantAccess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grants/{grant}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take back access that was given to a study. */
        delete: operations["revokeAccess"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change your name and language. */
        patch: operations["changeMe"];
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change your password; your other sessions end. */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How you want things shown. */
        get: operations["getPreferences"];
        /** Save how you want things shown. */
        put: operations["savePreferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pacs-directory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Departments with a clinician portal. */
        get: operations["listPacsDirectory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pacs-directory/{tenant}/photo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A department's photo. */
        get: operations["getDirectoryPhoto"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What roles are made of. */
        get: operations["listPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/professions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What clinicians choose from when they register. */
        get: operations["listProfessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recall-notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Studies that the caller saw and that were withdrawn since, the newest 100. */
        get: operations["listRecallNotices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Register as a clinician; a mail with a link follows. */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registrations/confirmations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm the address of mail with the link's token. */
        post: operations["confirmRegistration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/role-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ready-made roles to begin with. */
        get: operations["listRoleTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in here. */
        get: operations["getSession"];
        put?: never;
        /** Sign in. */
        post: operations["signIn"];
        /** Sign out. */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stay signed in: the idle time starts anew. */
        post: operations["extendSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/membership": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on in another of your accounts. */
        post: operations["switchMembership"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/reauthenticate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give your password again before a dangerous act. */
        post: operations["reauthenticate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where you are signed in. */
        get: operations["listOwnSessions"];
        put?: never;
        post?: never;
        /** End all your other sessions. */
        delete: operations["endOtherSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of your sessions. */
        delete: operations["endOwnSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether this server waits to be set up. */
        get: operations["getSetup"];
        put?: never;
        /** Make the first tenant and its owner, with the token that the server printed. */
        post: operations["setUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in-history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your last 100 sign-ins. */
        get: operations["listSignIns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All studies that the caller may see, newest first. */
        get: operations["listStudies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studies/{study}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A study with its series, priors and the reasons why the caller sees it. */
        get: operations["getStudy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studies/{study}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Clinicians who can see a study, and why; all on one page. */
        get: operations["listCurrentAccess"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studies/{study}/annotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own annotations and key images, and what others published. */
        get: operations["getAnnotations"];
        /** Save one's own annotations and key images, all of them. */
        put: operations["saveAnnotations"];
        post?: never;
        /** Delete all that one drew and marked, published or not. */
        delete: operations["deleteAnnotations"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studies/{study}/annotations/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Store one's measurements (DICOM SR) or key images (KOS) as a series of the study. */
        post: operations["exportAnnotations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studies/{study}/annotations/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same object as a file. */
        get: operations["downloadAnnotations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studies/{study}/annotations/publication": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show one's annotations and key images, as they are now, to all who see the study. */
        post: operations["publishAnnotations"];
        /** Show them to nobody else any more. */
        delete: operations["withdrawAnnotations"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studies/{study}/deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete a study: it is away at once, and gone for good after 30 days. */
        post: operations["deleteStudy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studies/{study}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a PDF, JPEG, PNG or MP4 to a study as a DICOM object. */
        post: operations["addDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studies/{study}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A study, or a series of it, as a ZIP with DICOMDIR.
         * @description Known size, Range and If-Range: a download that broke off can be resumed. The entity tag changes with anything in the study.
         */
        get: operations["downloadStudy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studies/{study}/grantable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Clinicians of allowed accounts, for giving access to this study. */
        get: operations["listGrantableClinicians"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studies/{study}/legal-hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the study is on legal hold. */
        get: operations["getLegalHold"];
        /** Put a study on legal hold: nothing and nobody deletes it. */
        put: operations["holdStudy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studies/{study}/legal-hold/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End it. */
        post: operations["endLegalHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studies/{study}/opened": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The caller opened this study: it counts as read. */
        post: operations["openStudy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studies/{study}/recalls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was withdrawn of a study, the newest first, all on one page. */
        get: operations["listRecallsOfStudy"];
        put?: never;
        /** Withdraw a study, or some of it: away at once; who saw it is listed and told. */
        post: operations["recallStudy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studies/{study}/recalls/{recall}/persons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who saw it, took it away or was sent it before, and was told when; all on one page. */
        get: operations["listRecallPersons"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studies/{study}/recalls/{recall}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring back what was withdrawn; it is validated anew. */
        post: operations["undoRecall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studies/{study}/remote-priors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What other archives have of the patient of a study. */
        get: operations["findRemotePriors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studies/{study}/sendings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a study was sent to, newest first, on one page. */
        get: operations["listSendings"];
        put?: never;
        /** Send a study to a DICOM node or DICOMweb server; it goes in the background. */
        post: operations["sendStudy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studies/{study}/viewers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who has seen this study. */
        get: operations["listStudyViewers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/study-filters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your saved filters. */
        get: operations["listStudyFilters"];
        put?: never;
        /** Save a filter of the list of studies. */
        post: operations["saveStudyFilter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/study-filters/{filter}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a saved filter. */
        delete: operations["deleteStudyFilter"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/access-control": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts that asked for or have access. */
        get: operations["listAccessLinks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/access-control/{link}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One account's access. */
        get: operations["getAccessLink"];
        /** Role, Allow Access, confirmed numbers, notes. */
        put: operations["changeAccessLink"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/access-control/{link}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decline a request. */
        post: operations["declineAccessRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/ae-titles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The DICOM nodes, all on one page. */
        get: operations["listAeTitles"];
        put?: never;
        /** Register a DICOM node. */
        post: operations["createAeTitle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/ae-titles/{ae}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** What a DICOM node may do; its titles stay as they are. */
        put: operations["changeAeTitle"];
        post?: never;
        /** Forget a DICOM node. */
        delete: operations["deleteAeTitle"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/ae-titles/{ae}/echo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whether a DICOM node answers (C-ECHO). */
        post: operations["echoAeTitle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys of machines, newest first. */
        get: operations["listApiKeys"];
        put?: never;
        /** Make a key for a machine. */
        post: operations["issueApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/api-keys/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a key at once. */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did and saw what, newest first. */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/audit/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The event codes that occur. */
        get: operations["listAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/audit/export.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same list as CSV. */
        get: operations["exportAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/clinician-portal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The clinician portal's settings. */
        get: operations["getClinicianPortal"];
        /** Change the settings. */
        put: operations["changeClinicianPortal"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/clinician-portal/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enable the clinician portal, for ever. */
        post: operations["enableClinicianPortal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/clinician-portal/photo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A photo for the directory. */
        post: operations["uploadPortalPhoto"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/clinician-portal/photos/{photo}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An uploaded photo, before it is used. */
        get: operations["getUploadedPortalPhoto"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/clinician-roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Roles, by name. */
        get: operations["listClinicianRoles"];
        put?: never;
        /** Make a role. */
        post: operations["createClinicianRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/clinician-roles/{role}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a role (If-Match); what it allows changes at once for everyone who has it. */
        put: operations["changeClinicianRole"];
        post?: never;
        /** Delete a role that nobody has. */
        delete: operations["deleteClinicianRole"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/clinicians": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Clinicians of allowed accounts, by name. */
        get: operations["listClinicians"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/deleted-studies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Deleted and rejected studies that are not gone yet, the newest first. */
        get: operations["listDeletedStudies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/deleted-studies/{study}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a deleted or rejected study back; it is validated anew. */
        post: operations["restoreStudy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/dicomweb-servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The DICOMweb servers, all on one page. */
        get: operations["listDicomwebServers"];
        put?: never;
        /** Register a DICOMweb server. */
        post: operations["createDicomwebServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/dicomweb-servers/{server}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a DICOMweb server. */
        put: operations["changeDicomwebServer"];
        post?: never;
        /** Forget a DICOMweb server and the rules of it. */
        delete: operations["deleteDicomwebServer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/dicomweb-servers/{server}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whether a DICOMweb server answers a search and lets us in. */
        post: operations["checkDicomwebServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/patients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Patient records by name. */
        get: operations["listPatients"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/pull-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is fetched by schedule, all on one page. */
        get: operations["listPullRules"];
        put?: never;
        /** Fetch studies by schedule. */
        post: operations["createPullRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/pull-rules/{rule}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change what is fetched by schedule. */
        put: operations["changePullRule"];
        post?: never;
        /** Do not fetch by this schedule any more. */
        delete: operations["deletePullRule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/pull-rules/{rule}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run it now, in the background. */
        post: operations["runPullRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/pull-sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Other archives that studies can be fetched from. */
        get: operations["listPullSources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/pull-sources/{source}/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Search another archive for studies; at least one field says for what. */
        post: operations["searchPullSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/pulls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Studies that are or were fetched, newest first. */
        get: operations["listPulls"];
        put?: never;
        /** Fetch studies from another archive; it happens in the background. */
        post: operations["pullStudies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/pulls/{pull}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do not fetch a study; what came stays. */
        post: operations["cancelPull"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/pulls/{pull}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try again to fetch a study. */
        post: operations["retryPull"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/recalls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the department has withdrawn, the newest first. */
        get: operations["listRecalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/referrers/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names that are linked to clinicians. */
        get: operations["listReferrerLinks"];
        put?: never;
        /** Link a name or a local code to a clinician. */
        post: operations["linkReferrer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/referrers/links/{link}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a link away. */
        delete: operations["unlinkReferrer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/referrers/unmatched": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Referrers that lead to nobody. */
        get: operations["listUnmatchedReferrers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How long studies are kept, and how much there is. */
        get: operations["getRetention"];
        /** Change how long studies are kept. */
        put: operations["saveRetention"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Roles, by name. */
        get: operations["listRoles"];
        put?: never;
        /** Make a role. */
        post: operations["createRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/roles/{role}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a role (If-Match); what it allows changes at once for everyone who has it. */
        put: operations["changeRole"];
        post?: never;
        /** Delete a role that nobody has. */
        delete: operations["deleteRole"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/sending-targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** DICOM nodes and DICOMweb servers that studies can be sent to, on one page. */
        get: operations["listSendingTargets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** General settings. */
        get: operations["getTenantSettings"];
        /** Change the general settings (If-Match). */
        put: operations["saveTenantSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Users of the department, by name. */
        get: operations["listTenantUsers"];
        put?: never;
        /** Add a user with a temporary password. */
        post: operations["addTenantUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/users/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Give other roles, disable or enable; the user's sessions here end. */
        put: operations["changeTenantUser"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/validation-queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Studies that wait for a decision, the oldest first. */
        get: operations["listValidationQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/validation-queue/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Release or reject several studies; each by itself. */
        post: operations["decideStudies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/validation-queue/{study}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Header, patient record and corrections of a study, side by side. */
        get: operations["getValidationCase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/validation-queue/{study}/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose or make the patient, correct fields; the study is validated again. */
        post: operations["correctStudy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/validation-queue/{study}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reject a study; it is deleted after 30 days. */
        post: operations["rejectStudy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/validation-queue/{study}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Release a study as it is. */
        post: operations["releaseStudy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicomweb/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** QIDO-RS: instances of all departments. */
        get: operations["searchAllInstances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicomweb/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** QIDO-RS: series of all departments. */
        get: operations["searchAllSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicomweb/studies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** QIDO-RS: studies of all departments. */
        get: operations["searchAllStudies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/dicomweb/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** QIDO-RS: instances. */
        get: operations["searchInstances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/dicomweb/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** QIDO-RS: series. */
        get: operations["searchSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/dicomweb/studies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** QIDO-RS: studies. */
        get: operations["searchStudies"];
        put?: never;
        /**
         * STOW-RS: store objects.
         * @description Also for clinicians whose role in the department has upload_studies.
         */
        post: operations["storeInstances"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/dicomweb/studies/{study}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** WADO-RS: objects. */
        get: operations["retrieveStudy"];
        put?: never;
        /**
         * STOW-RS: store objects.
         * @description Also for clinicians whose role in the department has upload_studies.
         */
        post: operations["storeStudyInstances"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/dicomweb/studies/{study}/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** QIDO-RS: instances of a study. */
        get: operations["searchStudyInstances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/dicomweb/studies/{study}/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** WADO-RS: metadata. */
        get: operations["retrieveStudyMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/dicomweb/studies/{study}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** QIDO-RS: series of a study. */
        get: operations["searchStudySeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/dicomweb/studies/{study}/series/{series}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** WADO-RS: objects. */
        get: operations["retrieveSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/dicomweb/studies/{study}/series/{series}/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** QIDO-RS: instances of a series. */
        get: operations["searchSeriesInstances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/dicomweb/studies/{study}/series/{series}/instances/{instance}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** WADO-RS: objects. */
        get: operations["retrieveInstance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/dicomweb/studies/{study}/series/{series}/instances/{instance}/bulkdata/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** WADO-RS: a bulk data value. */
        get: operations["retrieveBulkData"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/dicomweb/studies/{study}/series/{series}/instances/{instance}/frames/{frames}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** WADO-RS: frames. */
        get: operations["retrieveFrames"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/dicomweb/studies/{study}/series/{series}/instances/{instance}/frames/{frames}/rendered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** WADO-RS: a frame as a picture. */
        get: operations["retrieveRenderedFrame"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/dicomweb/studies/{study}/series/{series}/instances/{instance}/frames/{frames}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** WADO-RS: a small picture. */
        get: operations["retrieveFrameThumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/dicomweb/studies/{study}/series/{series}/instances/{instance}/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** WADO-RS: metadata. */
        get: operations["retrieveInstanceMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/dicomweb/studies/{study}/series/{series}/instances/{instance}/rendered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** WADO-RS: an instance as a picture. */
        get: operations["retrieveRenderedInstance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/dicomweb/studies/{study}/series/{series}/instances/{instance}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** WADO-RS: a small picture. */
        get: operations["retrieveInstanceThumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/dicomweb/studies/{study}/series/{series}/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** WADO-RS: metadata. */
        get: operations["retrieveSeriesMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/dicomweb/studies/{study}/series/{series}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** WADO-RS: a small picture. */
        get: operations["retrieveSeriesThumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/dicomweb/studies/{study}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** WADO-RS: a small picture. */
        get: operations["retrieveStudyThumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/wado": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** WADO-URI: an object or a picture of it. */
        get: operations["wadoUri"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccessLink: {
            id: string;
            account: components["schemas"]["AccessLinkAccount"];
            state: string;
            /** Format: date-time */
            requestedAt: string;
            message: string;
            role?: components["schemas"]["AccessLinkRole"] | null;
            profession: string;
            speciality: string;
            email: string;
            numbers: components["schemas"]["ClaimedNumber"][];
            notes: string;
            /** Format: date-time */
            decidedAt?: string | null;
            decidedBy?: string | null;
            declineReason?: string | null;
            /** Format: int64 */
            version: number;
            history: components["schemas"]["HistoryEntry"][];
        };
        AccessLinkAccount: {
            id: string;
            kind: string;
            name: string;
        };
        AccessLinkChange: {
            roleId?: string | null;
            allowAccess: boolean;
            confirmedNumberIds: string[];
            notes?: string;
        };
        AccessLinkPage: {
            items: components["schemas"]["AccessLink"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        AccessLinkRole: {
            id: string;
            name: string;
        };
        AccessReason: {
            source: string;
            text: string;
            /** Format: date-time */
            since?: string | null;
            /** Format: date-time */
            until?: string | null;
            grantedBy?: string | null;
            rights: ("view_images" | "view_report" | "write_report" | "download" | "share")[];
        };
        AccessRequest: {
            tenantId: string;
            message?: string;
        };
        AeTitle: {
            id: string;
            called: string;
            calling: string;
            host?: string | null;
            /** Format: int64 */
            port?: number | null;
            description: string;
            /** Format: date-time */
            lastSeenAt?: string | null;
            enabled?: boolean | null;
            mayStore?: boolean | null;
            mayQuery?: boolean | null;
            mayRetrieve?: boolean | null;
            requireTls?: boolean | null;
            certificateSha256?: string | null;
            /** @enum {string|null} */
            retrieveBy?: "none" | "move" | "get" | null;
            fetchPriors?: boolean | null;
        };
        AeTitlePage: {
            items: components["schemas"]["AeTitle"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        Annotation: {
            id: string;
            /** @enum {string} */
            tool: "length" | "angle" | "cobb" | "rectangle" | "ellipse" | "probe" | "arrow";
            seriesInstanceUid: string;
            sopInstanceUid: string;
            /**
             * Format: int64
             * @description From 1.
             */
            frame: number;
            /** @description Columns and rows by turns, in pixels of the stored image. */
            points: number[];
            text: string;
            /** @description As they were measured; for exports. */
            values: components["schemas"]["MeasuredValue"][];
        };
        AnnotationExport: {
            /** @enum {string} */
            kind: "measurements" | "keyImages";
        };
        ApiKey: {
            id: string;
            name: string;
            permissions: ("view_studies" | "manage_clinician_access" | "share_studies" | "manage_shares" | "view_received_shares" | "validate_studies" | "upload_studies" | "edit_patient_data" | "restrict_studies" | "delete_studies" | "view_reports" | "write_reports" | "validate_reports" | "manage_report_statuses" | "view_orders" | "manage_orders" | "view_patients" | "edit_patients" | "send_patient_links" | "manage_clinician_portal" | "explicit_access_grant" | "manage_clinician_roles" | "manage_patient_portal" | "manage_users" | "manage_roles" | "manage_settings" | "manage_authentication_settings" | "manage_integrations" | "view_audit_logs" | "manage_api_keys")[];
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            /** Format: date-time */
            expiresAt?: string | null;
            /** Format: date-time */
            lastUsedAt?: string | null;
            /** Format: date-time */
            revokedAt?: string | null;
        };
        ApiKeyPage: {
            items: components["schemas"]["ApiKey"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        AuditActor: {
            kind: string;
            id?: string | null;
            name: string;
        };
        AuditEntry: {
            id: string;
            /** Format: date-time */
            at: string;
            event: string;
            outcome: string;
            actor: components["schemas"]["AuditActor"];
            address: string;
            device: string;
            patient?: components["schemas"]["AuditPatient"] | null;
            study?: components["schemas"]["AuditStudy"] | null;
            object?: string | null;
            reason: string;
            details: {
                [key: string]: string;
            };
            sealed: boolean;
        };
        AuditEntryPage: {
            items: components["schemas"]["AuditEntry"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        AuditEventCodes: {
            codes: string[];
        };
        AuditPatient: {
            id: string;
            name: string;
        };
        AuditStudy: {
            id: string;
            description: string;
        };
        BulkDecision: {
            studyIds: string[];
            /** @enum {string} */
            action: "release" | "reject";
            reason: string;
        };
        BulkFailure: {
            studyId: string;
            code: string;
            text: string;
        };
        BulkResult: {
            done: string[];
            failed: components["schemas"]["BulkFailure"][];
        };
        CaseData: {
            patientId: string;
            /** @description Empty: the department's own. */
            issuer: string;
            /** @description "Family, Given" or as in DICOM. */
            name: string;
            /** Format: date */
            birthDate?: string | null;
            sex: string;
            accessionNumber: string;
            studyDate?: string | null;
            description: string;
            referringPhysician: string;
        };
        ClaimedNumber: {
            id: string;
            type: string;
            issuer: string;
            value: string;
            confirmed: boolean;
            /** Format: date-time */
            confirmedAt?: string | null;
            confirmedBy?: string | null;
        };
        Clinician: {
            membershipId: string;
            name: string;
            accountName: string;
            profession: string;
            speciality: string;
            role: string;
            email?: string | null;
        };
        ClinicianPage: {
            items: components["schemas"]["Clinician"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        ClinicianPortal: {
            enabled: boolean;
            /** Format: date-time */
            enabledAt?: string | null;
            displayName: string;
            description: string;
            photoUrl?: string | null;
            defaultRoleId?: string | null;
            /** Format: int64 */
            historyMonths: number;
            emergencyAccess: boolean;
            /** Format: int64 */
            emergencyHours: number;
            history: components["schemas"]["HistoryEntry"][];
            /** Format: int64 */
            version: number;
        };
        ClinicianPortalSettings: {
            displayName: string;
            description: string;
            photoId?: string | null;
            defaultRoleId?: string | null;
            /** Format: int64 */
            historyMonths: number;
            emergencyAccess: boolean;
            /** Format: int64 */
            emergencyHours: number;
            /** @description Only true: the portal cannot be disabled. */
            enabled?: boolean | null;
        };
        ClinicianUpload: {
            studyId: string;
            tenant: components["schemas"]["StudyTenant"];
            /** @description As it was sent. */
            patientName: string;
            studyDate?: string | null;
            description: string;
            /** Format: int64 */
            objectCount: number;
            /** Format: date-time */
            firstAt: string;
            /** Format: date-time */
            lastAt: string;
            /** @enum {string} */
            state: "waiting" | "released" | "rejected";
            /** Format: date-time */
            decidedAt?: string | null;
            /** @description Of a rejection. */
            reason?: string | null;
            /** @description Whether the caller may open the study now. */
            open: boolean;
        };
        ClinicianUploadPage: {
            items: components["schemas"]["ClinicianUpload"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        ConfirmationToken: {
            token: string;
        };
        CorrectedData: {
            patientId?: string | null;
            issuer?: string | null;
            name?: string | null;
            /** Format: date */
            birthDate?: string | null;
            sex?: string | null;
            accessionNumber?: string | null;
            /** Format: date */
            studyDate?: string | null;
            description?: string | null;
            referringPhysician?: string | null;
        };
        Correction: {
            /** @description An existing patient, whose data hold from now on. */
            patientRecordId?: string | null;
            newPatient?: components["schemas"]["PatientData"] | null;
            fields?: components["schemas"]["CorrectedData"] | null;
            /**
             * Format: int64
             * @description Of the case that was looked at.
             */
            version: number;
        };
        CurrentAccess: {
            membershipId: string;
            name: string;
            accountName: string;
            role: string;
            reasons: components["schemas"]["CurrentAccessReason"][];
        };
        CurrentAccessPage: {
            items: components["schemas"]["CurrentAccess"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        CurrentAccessReason: {
            source: string;
            text: string;
            /** Format: date-time */
            since?: string | null;
            /** Format: date-time */
            until?: string | null;
            grantedBy?: string | null;
            rights: ("view_images" | "view_report" | "write_report" | "download" | "share")[];
            grantId?: string | null;
            note?: string | null;
        };
        DeclineRequest: {
            reason?: string;
        };
        DeletedStudy: {
            id: string;
            studyInstanceUid: string;
            patientId: string;
            patientName: string;
            description: string;
            studyDate?: string | null;
            modalities: string;
            reason: string;
            deletedBy: string;
            /** Format: date-time */
            deletedAt: string;
            /** Format: date-time */
            goneAt: string;
            /** @description By the validation. */
            rejected: boolean;
            onHold: boolean;
        };
        DeletedStudyPage: {
            items: components["schemas"]["DeletedStudy"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        DicomwebServer: {
            id: string;
            name: string;
            url: string;
            /** @enum {string} */
            authorization: "none" | "basic" | "bearer";
            userName: string;
            hasSecret: boolean;
            certificateSha256?: string | null;
            enabled: boolean;
            maySend: boolean;
            mayPull: boolean;
            fetchPriors: boolean;
            /** Format: int64 */
            version: number;
        };
        DicomwebServerPage: {
            items: components["schemas"]["DicomwebServer"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        DirectoryCard: {
            tenantId: string;
            displayName: string;
            description: string;
            photoUrl: string;
            state: string;
            /** Format: date-time */
            requestedAt?: string | null;
            message?: string | null;
            declineReason?: string | null;
            /** Format: date-time */
            mayAskAgainAt?: string | null;
        };
        DirectoryCardPage: {
            items: components["schemas"]["DirectoryCard"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        EnableClinicianPortal: {
            password: string;
            photoId: string;
            displayName: string;
            description: string;
        };
        FieldProblem: {
            /** @description JSON path of the field: roles[2].name */
            path: string;
            /** @description Stable code of what is wrong with it. */
            code: string;
            /** @description The same for people, in their language. */
            text: string;
        };
        GivenReason: {
            reason: string;
        };
        GrantableClinician: {
            membershipId: string;
            name: string;
            accountName: string;
            profession: string;
            speciality: string;
            role: string;
            email?: string | null;
            alreadyGranted: boolean;
        };
        GrantableClinicianPage: {
            items: components["schemas"]["GrantableClinician"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        Granted: {
            /**
             * Format: int64
             * @description New ones; those held before are renewed.
             */
            granted: number;
        };
        HistoryEntry: {
            /** Format: date-time */
            at: string;
            by: string;
            change: string;
        };
        IssuedApiKey: {
            apiKey: components["schemas"]["ApiKey"];
            /** @description Shown this once: Authorization: Bearer <key>. */
            key: string;
        };
        KeyImage: {
            seriesInstanceUid: string;
            sopInstanceUid: string;
            /**
             * Format: int64
             * @description From 1.
             */
            frame: number;
        };
        LegalHold: {
            held: boolean;
            reason?: string | null;
            heldBy?: string | null;
            /** Format: date-time */
            heldAt?: string | null;
        };
        MadeReferrerLink: {
            id: string;
        };
        MeasuredValue: {
            /** @enum {string} */
            measure: "length" | "angle" | "area" | "mean" | "deviation" | "minimum" | "maximum" | "value";
            value: number;
            /** @enum {string} */
            unit: "none" | "mm" | "mm2" | "deg" | "HU" | "px";
        };
        MembershipChoice: {
            membershipId: string;
        };
        NewAeTitle: {
            /** @description Ours; chooses the tenant. */
            called: string;
            /** @description The node's own. */
            calling: string;
            /** @description Numeric address; absent: from any. */
            host?: string | null;
            /** Format: int64 */
            port?: number | null;
            description?: string;
            /** @description true unless said otherwise. */
            enabled?: boolean | null;
            /** @description true unless said otherwise. */
            mayStore?: boolean | null;
            /** @description C-FIND; false unless said otherwise. */
            mayQuery?: boolean | null;
            /** @description C-MOVE, C-GET; false unless said otherwise. */
            mayRetrieve?: boolean | null;
            /** @description Only by TLS, in both directions. */
            requireTls?: boolean | null;
            /** @description Fingerprint of the TLS certificate that the node must show. */
            certificateSha256?: string | null;
            /**
             * @description How studies are fetched from it; none: it is no source.
             * @enum {string|null}
             */
            retrieveBy?: "none" | "move" | "get" | null;
            /** @description Asked for priors of a patient. */
            fetchPriors?: boolean | null;
        };
        NewApiKey: {
            name: string;
            permissions: ("view_studies" | "manage_clinician_access" | "share_studies" | "manage_shares" | "view_received_shares" | "validate_studies" | "upload_studies" | "edit_patient_data" | "restrict_studies" | "delete_studies" | "view_reports" | "write_reports" | "validate_reports" | "manage_report_statuses" | "view_orders" | "manage_orders" | "view_patients" | "edit_patients" | "send_patient_links" | "manage_clinician_portal" | "explicit_access_grant" | "manage_clinician_roles" | "manage_patient_portal" | "manage_users" | "manage_roles" | "manage_settings" | "manage_authentication_settings" | "manage_integrations" | "view_audit_logs" | "manage_api_keys")[];
            /** Format: date-time */
            expiresAt?: string | null;
        };
        NewDicomwebServer: {
            name: string;
            /** @description Of its DICOMweb root, http or https. */
            url: string;
            /** @enum {string} */
            authorization?: "none" | "basic" | "bearer";
            /** @description With authorization basic. */
            userName?: string;
            /** @description Password or token; absent: kept, where the address has the same origin. */
            secret?: string | null;
            /** @description Fingerprint of the TLS certificate that the server must show. */
            certificateSha256?: string | null;
            enabled?: boolean;
            /** @description Studies may be sent to it (STOW-RS). */
            maySend?: boolean;
            /** @description Studies may be pulled from it (WADO-RS). */
            mayPull?: boolean;
            /** @description Asked for priors of a patient. */
            fetchPriors?: boolean;
        };
        NewGrants: {
            studyIds: string[];
            membershipIds: string[];
            /**
             * Format: date-time
             * @description Absent: without an end.
             */
            endsAt?: string | null;
            note?: string | null;
        };
        NewPullRule: {
            name: string;
            sourceId: string;
            /** @description Empty: any. */
            modality?: string;
            /** @description Empty: any. */
            patientId?: string;
            /**
             * Format: int64
             * @description By study date.
             */
            lastDays: number;
            /** Format: int64 */
            everyMinutes: number;
            enabled?: boolean;
        };
        NewPulls: {
            sourceId: string;
            studyInstanceUids: string[];
            /**
             * @description request, or prior.
             * @enum {string}
             */
            reason?: "request" | "rule" | "prior";
        };
        NewRecall: {
            /**
             * @description The first four are the titles of rejection notes (DICOM CID 7011).
             * @enum {string}
             */
            reason: "quality" | "patient_safety" | "worklist_entry" | "retention" | "replaced" | "other";
            /** @description For staff only; goes on record. */
            note: string;
            /** @description With nothing named: the whole study. */
            seriesUids?: string[];
            sopInstanceUids?: string[];
        };
        NewReferrerLink: {
            normalisedName: string;
            name?: string;
            membershipId: string;
        };
        NewSending: {
            /** @description A sending target's. */
            nodeId: string;
            /** @description The receiver's patient ID, where it is known. */
            patientId?: string;
        };
        NewStudyFilter: {
            name: string;
            query: {
                [key: string]: string[];
            };
        };
        NewTenantUser: {
            name: string;
            /** Format: email */
            email: string;
            temporaryPassword: string;
            roleIds: string[];
        };
        NumberType: {
            type: string;
            name: string;
            checked: boolean;
            needsIssuer: boolean;
        };
        OwnAnnotations: {
            annotations: components["schemas"]["Annotation"][];
            keyImages: components["schemas"]["KeyImage"][];
            /**
             * Format: int64
             * @description For If-Match; 0 when nothing was ever saved.
             */
            version: number;
            /** Format: int64 */
            publishedVersion?: number | null;
            /** Format: date-time */
            publishedAt?: string | null;
        };
        OwnDetails: {
            name?: string | null;
            language?: string | null;
        };
        OwnSession: {
            id: string;
            current: boolean;
            device: string;
            address: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            lastSeenAt: string;
        };
        OwnSessions: {
            items: components["schemas"]["OwnSession"][];
        };
        PasswordChange: {
            currentPassword: string;
            newPassword: string;
        };
        PasswordCheck: {
            password: string;
        };
        PatientCandidate: {
            patientId: string;
            /** @description Empty: the department's own. */
            issuer: string;
            /** @description "Family, Given" or as in DICOM. */
            name: string;
            /** Format: date */
            birthDate?: string | null;
            sex: string;
            id: string;
            /** Format: int64 */
            studies: number;
        };
        PatientCandidatePage: {
            items: components["schemas"]["PatientCandidate"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        PatientData: {
            patientId: string;
            /** @description Empty: the department's own. */
            issuer: string;
            /** @description "Family, Given" or as in DICOM. */
            name: string;
            /** Format: date */
            birthDate?: string | null;
            sex: string;
        };
        PatientRecord: {
            patientId: string;
            /** @description Empty: the department's own. */
            issuer: string;
            /** @description "Family, Given" or as in DICOM. */
            name: string;
            /** Format: date */
            birthDate?: string | null;
            sex: string;
            id: string;
        };
        PermissionInfo: {
            key: string;
            category: string;
            name: string;
            explanation: string;
            warning: boolean;
        };
        Permissions: {
            tenant: components["schemas"]["PermissionInfo"][];
            clinician: components["schemas"]["PermissionInfo"][];
        };
        Preferences: {
            dateFormat?: string | null;
            /** @enum {string|null} */
            timeFormat?: "24" | "12" | null;
            studyColumns?: string[] | null;
            /** @enum {string} */
            theme: "light" | "dark" | "auto";
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            /** @description Stable code of the error. */
            code: string;
            /** @description For people, in their language. */
            detail: string;
            errors: components["schemas"]["FieldProblem"][];
            requestId: string;
        };
        ProfessionalNumber: {
            type: string;
            issuer?: string | null;
            value: string;
        };
        Professions: {
            professions: string[];
            specialities: string[];
            numberTypes: components["schemas"]["NumberType"][];
        };
        PublishedAnnotations: {
            author: string;
            /** Format: date-time */
            publishedAt: string;
            annotations: components["schemas"]["Annotation"][];
            keyImages: components["schemas"]["KeyImage"][];
        };
        Pull: {
            id: string;
            sourceId: string;
            /** @description Its name. */
            source: string;
            studyInstanceUid: string;
            /** @description Once something of it is here. */
            studyId?: string | null;
            /** @description As the source says, once it was asked. */
            patientName: string;
            studyDescription: string;
            /** @description A person, or the name of a rule. */
            requestedBy: string;
            /** @enum {string} */
            reason: "request" | "rule" | "prior";
            /** @enum {string} */
            state: "waiting" | "pulling" | "done" | "incomplete" | "failed" | "cancelled";
            /**
             * Format: int64
             * @description Objects, as the source says; 0 until it does.
             */
            total: number;
            /** Format: int64 */
            received: number;
            /** Format: int64 */
            failed: number;
            /** @description Code of the last error; empty without one. */
            problem: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            changedAt: string;
        };
        PullItems: {
            items: components["schemas"]["Pull"][];
        };
        PullPage: {
            items: components["schemas"]["Pull"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        PullRule: {
            id: string;
            name: string;
            sourceId: string;
            /** @description Its name. */
            source: string;
            modality: string;
            patientId: string;
            /** Format: int64 */
            lastDays: number;
            /** Format: int64 */
            everyMinutes: number;
            enabled: boolean;
            /** Format: int64 */
            version: number;
            /** Format: date-time */
            lastRunAt?: string | null;
            /**
             * Format: int64
             * @description Studies that the last run found.
             */
            lastFound: number;
            /**
             * Format: int64
             * @description Studies that it asked for.
             */
            lastPulled: number;
            /** @description Code of the error of the last run; empty without one. */
            lastProblem: string;
            /** Format: date-time */
            nextRunAt: string;
        };
        PullRulePage: {
            items: components["schemas"]["PullRule"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        PullSource: {
            id: string;
            /** @enum {string} */
            kind: "dicom" | "dicomweb";
            /** @description Its AE title, or the name of the server. */
            name: string;
            description: string;
            fetchPriors: boolean;
        };
        PullSourcePage: {
            items: components["schemas"]["PullSource"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        QueuedStudy: {
            id: string;
            tenant: components["schemas"]["StudyTenant"];
            studyInstanceUid: string;
            patient: components["schemas"]["StudyPatient"];
            /** Format: date */
            studyDate?: string | null;
            studyTime?: string | null;
            /** Format: date-time */
            studyAt: string;
            description: string;
            modalities: string[];
            bodyParts: string[];
            accessionNumber: string;
            referringPhysician: string;
            /** Format: int64 */
            seriesCount: number;
            /** Format: int64 */
            instanceCount: number;
            /** @description receiving, validating, ready, queued or rejected */
            state: string;
            /** Format: date-time */
            receivedAt: string;
            /** Format: date-time */
            releasedAt?: string | null;
            unread: boolean;
            /** @description staff, all, explicit, referral, history */
            sources: string[];
            rights: ("view_images" | "view_report" | "write_report" | "download" | "share")[];
            reasons: components["schemas"]["ValidationReason"][];
            /** @description The clinician who sent it. */
            uploadedBy?: components["schemas"]["Uploader"] | null;
            /**
             * Format: date-time
             * @description Absent once it has left the queue.
             */
            queuedAt?: string | null;
        };
        QueuedStudyPage: {
            items: components["schemas"]["QueuedStudy"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        Reachability: {
            ok: boolean;
            /** @description Code of the error; empty when ok. */
            problem: string;
        };
        Recall: {
            id: string;
            studyId: string;
            /** @description The study; otherwise some of its instances. */
            whole: boolean;
            /** @enum {string} */
            reason: "quality" | "patient_safety" | "worklist_entry" | "retention" | "replaced" | "other";
            note: string;
            /** @description Of the rejection note that asked for it. */
            rejectionNoteUid?: string | null;
            recalledBy: string;
            /** Format: date-time */
            recalledAt: string;
            /**
             * Format: date-time
             * @description When those who saw it were listed and written to.
             */
            toldAt?: string | null;
            /** Format: date-time */
            endedAt?: string | null;
            /** @description undone or deleted */
            endedAs?: string | null;
            endedBy?: string | null;
            endedReason?: string | null;
            /**
             * Format: int64
             * @description Of a part: how many are named.
             */
            instances: number;
            /**
             * Format: int64
             * @description How many saw it, took it away or were sent it.
             */
            persons: number;
            /**
             * Format: int64
             * @description How many of them were written to.
             */
            told: number;
            patientId: string;
            patientName: string;
            description: string;
            modalities: string;
            studyDate?: string | null;
        };
        RecallNotice: {
            id: string;
            department: string;
            /** Format: date-time */
            recalledAt: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** @enum {string} */
            reason: "quality" | "patient_safety" | "worklist_entry" | "retention" | "replaced" | "other";
            whole: boolean;
            modalities: string;
            studyDate?: string | null;
        };
        RecallNoticePage: {
            items: components["schemas"]["RecallNotice"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        RecallPage: {
            items: components["schemas"]["Recall"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        RecallPerson: {
            /** @description user, api_key, dicom_node, operator or system */
            kind: string;
            name: string;
            /** Format: date-time */
            firstAt: string;
            /** Format: date-time */
            lastAt: string;
            /** Format: int64 */
            views: number;
            /** Format: int64 */
            downloads: number;
            /** Format: int64 */
            sendings: number;
            /**
             * Format: date-time
             * @description Only people are written to.
             */
            toldAt?: string | null;
        };
        RecallPersonPage: {
            items: components["schemas"]["RecallPerson"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        ReferrerLink: {
            id: string;
            name: string;
            normalisedName: string;
            membershipId: string;
            clinician: string;
            madeBy: string;
            /** Format: date-time */
            madeAt: string;
        };
        ReferrerLinkPage: {
            items: components["schemas"]["ReferrerLink"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        RegisteredEmail: {
            email: string;
        };
        Registration: {
            name: string;
            familyName: string;
            givenName: string;
            /** Format: email */
            email: string;
            password: string;
            profession: string;
            speciality?: string;
            language: string;
            professionalNumbers?: components["schemas"]["ProfessionalNumber"][];
        };
        RemotePrior: {
            studyInstanceUid: string;
            patientId: string;
            issuerOfPatientId: string;
            patientName: string;
            /** Format: date */
            birthDate?: string | null;
            sex: string;
            accessionNumber: string;
            /** Format: date */
            studyDate?: string | null;
            studyTime?: string | null;
            description: string;
            modalities: string[];
            /**
             * Format: int64
             * @description 0 where the source does not say.
             */
            series: number;
            /**
             * Format: int64
             * @description 0 where the source does not say.
             */
            instances: number;
            /**
             * Format: int64
             * @description Objects of it that are here already.
             */
            hereInstances: number;
            sourceId: string;
            sourceName: string;
        };
        RemotePriors: {
            items: components["schemas"]["RemotePrior"][];
            /** @description Names of sources that gave no answer. */
            unreachable: string[];
        };
        RemoteSearch: {
            patientId?: string;
            /** @description Finds names that begin with it: Doe, or Doe, Jane. */
            patientName?: string;
            accessionNumber?: string;
            /** Format: date */
            studyDateFrom?: string | null;
            /** Format: date */
            studyDateTo?: string | null;
            modality?: string;
        };
        RemoteStudies: {
            items: components["schemas"]["RemoteStudy"][];
            /** @description There are more. */
            truncated: boolean;
        };
        RemoteStudy: {
            studyInstanceUid: string;
            patientId: string;
            issuerOfPatientId: string;
            patientName: string;
            /** Format: date */
            birthDate?: string | null;
            sex: string;
            accessionNumber: string;
            /** Format: date */
            studyDate?: string | null;
            studyTime?: string | null;
            description: string;
            modalities: string[];
            /**
             * Format: int64
             * @description 0 where the source does not say.
             */
            series: number;
            /**
             * Format: int64
             * @description 0 where the source does not say.
             */
            instances: number;
            /**
             * Format: int64
             * @description Objects of it that are here already.
             */
            hereInstances: number;
        };
        Retention: {
            rules: components["schemas"]["RetentionRule"][];
            /**
             * Format: int64
             * @description Set by the operator; absent: no limit.
             */
            quotaBytes?: number | null;
            /** Format: int64 */
            studies: number;
            /** Format: int64 */
            instances: number;
            /** Format: int64 */
            bytes: number;
            /** Format: int64 */
            version: number;
        };
        RetentionInput: {
            rules: components["schemas"]["RetentionRule"][];
        };
        RetentionRule: {
            /** @description DICOM code; empty: all others. */
            modality: string;
            /**
             * Format: int64
             * @description From the last arrival.
             */
            days: number;
        };
        Role: {
            id: string;
            name: string;
            description: string;
            permissions: string[];
            /** Format: int64 */
            usedBy: number;
            /** Format: int64 */
            version: number;
            history: components["schemas"]["HistoryEntry"][];
            /** Format: date-time */
            updatedAt: string;
        };
        RoleInput: {
            name: string;
            description: string;
            permissions: string[];
        };
        RoleName: {
            id: string;
            name: string;
        };
        RolePage: {
            items: components["schemas"]["Role"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        RoleTemplates: {
            items: components["schemas"]["RoleInput"][];
        };
        Sending: {
            id: string;
            /** @enum {string} */
            kind: "dicom" | "dicomweb";
            /** @description Its AE title, or the name of the server. */
            node: string;
            /** @description The receiver's; empty: as kept here. */
            patientId: string;
            requestedBy: string;
            /** @enum {string} */
            state: "waiting" | "sending" | "done" | "incomplete" | "failed";
            /**
             * Format: int64
             * @description Objects; 0 until it begins.
             */
            total: number;
            /** Format: int64 */
            sent: number;
            /** Format: int64 */
            failed: number;
            /** @description Code of the last error; empty without one. */
            problem: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            changedAt: string;
        };
        SendingPage: {
            items: components["schemas"]["Sending"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        SendingTarget: {
            id: string;
            /** @enum {string} */
            kind: "dicom" | "dicomweb";
            /** @description Its AE title, or the name of the server. */
            name: string;
            description: string;
        };
        SendingTargetPage: {
            items: components["schemas"]["SendingTarget"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        SeriesRow: {
            id: string;
            seriesInstanceUid: string;
            modality: string;
            /** Format: int64 */
            number?: number | null;
            description: string;
            bodyPart: string;
            /** Format: int64 */
            instanceCount: number;
            /** Format: int64 */
            frameCount: number;
        };
        Session: {
            /** @description Absent when nobody is signed in. */
            user?: components["schemas"]["SessionUser"] | null;
            account?: components["schemas"]["SessionAccount"] | null;
            memberships: components["schemas"]["SessionMembership"][];
            membershipId?: string | null;
            permissions: ("view_studies" | "manage_clinician_access" | "share_studies" | "manage_shares" | "view_received_shares" | "validate_studies" | "upload_studies" | "edit_patient_data" | "restrict_studies" | "delete_studies" | "view_reports" | "write_reports" | "validate_reports" | "manage_report_statuses" | "view_orders" | "manage_orders" | "view_patients" | "edit_patients" | "send_patient_links" | "manage_clinician_portal" | "explicit_access_grant" | "manage_clinician_roles" | "manage_patient_portal" | "manage_users" | "manage_roles" | "manage_settings" | "manage_authentication_settings" | "manage_integrations" | "view_audit_logs" | "manage_api_keys")[];
            isOwner: boolean;
            /** @description For the header X-CSRF-Token. */
            csrfToken?: string | null;
            /** Format: date-time */
            idleEndsAt?: string | null;
            /** Format: date-time */
            absoluteEndsAt?: string | null;
            /** Format: int64 */
            idleSeconds?: number | null;
            /** Format: int64 */
            failedAttemptsSinceLastSignIn: number;
            setupNeeded: boolean;
            demonstration: boolean;
            productVersion: string;
        };
        SessionAccount: {
            id: string;
            /** @enum {string} */
            kind: "tenant" | "organisation" | "individual";
            name: string;
            slug?: string | null;
        };
        SessionMembership: {
            id: string;
            account: components["schemas"]["SessionAccount"];
        };
        SessionUser: {
            id: string;
            name: string;
            email: string;
            language?: string | null;
        };
        SetupRequest: {
            token: string;
            tenantName: string;
            slug: string;
            name: string;
            /** Format: email */
            email: string;
            password: string;
        };
        SetupState: {
            needed: boolean;
        };
        SignIn: {
            email: string;
            password: string;
        };
        SignInAttempt: {
            /** Format: date-time */
            at: string;
            address: string;
            device: string;
            result: string;
        };
        SignInHistory: {
            items: components["schemas"]["SignInAttempt"][];
        };
        StoredAnnotationObject: {
            seriesInstanceUid: string;
            sopInstanceUid: string;
        };
        StudyAnnotations: {
            own: components["schemas"]["OwnAnnotations"];
            others: components["schemas"]["PublishedAnnotations"][];
            /** @description The caller is a person. */
            maySave: boolean;
            /** @description Exports can be stored in the study. */
            mayStore: boolean;
        };
        StudyDetail: {
            id: string;
            tenant: components["schemas"]["StudyTenant"];
            studyInstanceUid: string;
            patient: components["schemas"]["StudyPatient"];
            /** Format: date */
            studyDate?: string | null;
            studyTime?: string | null;
            /** Format: date-time */
            studyAt: string;
            description: string;
            modalities: string[];
            bodyParts: string[];
            accessionNumber: string;
            referringPhysician: string;
            /** Format: int64 */
            seriesCount: number;
            /** Format: int64 */
            instanceCount: number;
            /** @description receiving, validating, ready, queued or rejected */
            state: string;
            /** Format: date-time */
            receivedAt: string;
            /** Format: date-time */
            releasedAt?: string | null;
            unread: boolean;
            /** @description staff, all, explicit, referral, history */
            sources: string[];
            rights: ("view_images" | "view_report" | "write_report" | "download" | "share")[];
            series: components["schemas"]["SeriesRow"][];
            priors: components["schemas"]["StudyRow"][];
            dicomwebUrl: string;
            reasons: components["schemas"]["AccessReason"][];
            notForPrimaryDiagnosis: boolean;
        };
        StudyFilter: {
            id: string;
            name: string;
            query: {
                [key: string]: string[];
            };
        };
        StudyFilters: {
            items: components["schemas"]["StudyFilter"][];
        };
        StudyMarks: {
            annotations: components["schemas"]["Annotation"][];
            keyImages: components["schemas"]["KeyImage"][];
        };
        StudyPatient: {
            /** @description Of the patient record; empty while none is linked. */
            id: string;
            patientId: string;
            issuer: string;
            /** @description "Family, Given" */
            name: string;
            /** Format: date */
            birthDate?: string | null;
            sex: string;
        };
        StudyRow: {
            id: string;
            tenant: components["schemas"]["StudyTenant"];
            studyInstanceUid: string;
            patient: components["schemas"]["StudyPatient"];
            /** Format: date */
            studyDate?: string | null;
            studyTime?: string | null;
            /** Format: date-time */
            studyAt: string;
            description: string;
            modalities: string[];
            bodyParts: string[];
            accessionNumber: string;
            referringPhysician: string;
            /** Format: int64 */
            seriesCount: number;
            /** Format: int64 */
            instanceCount: number;
            /** @description receiving, validating, ready, queued or rejected */
            state: string;
            /** Format: date-time */
            receivedAt: string;
            /** Format: date-time */
            releasedAt?: string | null;
            unread: boolean;
            /** @description staff, all, explicit, referral, history */
            sources: string[];
            rights: ("view_images" | "view_report" | "write_report" | "download" | "share")[];
        };
        StudyRowPage: {
            items: components["schemas"]["StudyRow"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        StudyTenant: {
            id: string;
            slug: string;
            name: string;
        };
        TenantSettings: {
            name: string;
            /** Format: int64 */
            quietSeconds: number;
            checks: string[];
            duplicatePolicy: string;
            defaultIssuer: string;
            /** Format: int64 */
            idleMinutes: number;
            /** Format: int64 */
            absoluteHours: number;
            history: components["schemas"]["HistoryEntry"][];
            /** Format: int64 */
            version: number;
        };
        TenantSettingsInput: {
            name: string;
            /** Format: int64 */
            quietSeconds: number;
            checks: string[];
            duplicatePolicy: string;
            defaultIssuer: string;
            /** Format: int64 */
            idleMinutes: number;
            /** Format: int64 */
            absoluteHours: number;
        };
        TenantUser: {
            id: string;
            membershipId: string;
            name: string;
            email: string;
            roles: components["schemas"]["RoleName"][];
            isOwner: boolean;
            enabled: boolean;
            /** Format: date-time */
            lastSignInAt?: string | null;
            /** Format: int64 */
            version: number;
        };
        TenantUserChange: {
            roleIds: string[];
            enabled: boolean;
            /** Format: int64 */
            version: number;
        };
        TenantUserPage: {
            items: components["schemas"]["TenantUser"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        UnmatchedReferrer: {
            name: string;
            normalisedName: string;
            code?: string | null;
            /** Format: int64 */
            studies: number;
            /** Format: date-time */
            lastStudyAt: string;
        };
        UnmatchedReferrerPage: {
            items: components["schemas"]["UnmatchedReferrer"][];
            /** @description Where the next page starts; absent on the last one. */
            nextCursor?: string | null;
        };
        UploadDepartments: {
            items: components["schemas"]["StudyTenant"][];
        };
        Uploader: {
            name: string;
            account: string;
        };
        ValidationCase: {
            id: string;
            tenant: components["schemas"]["StudyTenant"];
            studyInstanceUid: string;
            patient: components["schemas"]["StudyPatient"];
            /** Format: date */
            studyDate?: string | null;
            studyTime?: string | null;
            /** Format: date-time */
            studyAt: string;
            description: string;
            modalities: string[];
            bodyParts: string[];
            accessionNumber: string;
            referringPhysician: string;
            /** Format: int64 */
            seriesCount: number;
            /** Format: int64 */
            instanceCount: number;
            /** @description receiving, validating, ready, queued or rejected */
            state: string;
            /** Format: date-time */
            receivedAt: string;
            /** Format: date-time */
            releasedAt?: string | null;
            unread: boolean;
            /** @description staff, all, explicit, referral, history */
            sources: string[];
            rights: ("view_images" | "view_report" | "write_report" | "download" | "share")[];
            reasons: components["schemas"]["ValidationReason"][];
            /** @description The clinician who sent it. */
            uploadedBy?: components["schemas"]["Uploader"] | null;
            /**
             * Format: date-time
             * @description Absent once it has left the queue.
             */
            queuedAt?: string | null;
            header: components["schemas"]["CaseData"];
            record?: components["schemas"]["PatientRecord"] | null;
            corrected: components["schemas"]["CorrectedData"];
            candidates: components["schemas"]["PatientCandidate"][];
            corrections: components["schemas"]["HistoryEntry"][];
            series: components["schemas"]["SeriesRow"][];
            /** Format: int64 */
            version: number;
        };
        ValidationReason: {
            code: string;
            field?: string | null;
            text: string;
            header?: string | null;
            record?: string | null;
        };
    };
    responses: {
        /** @description What went wrong (RFC 9457). */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    requestAccess: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessRequest"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DirectoryCard"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description access_already_requested, ask_again_later */
            409: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    withdrawAccessRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description nothing_to_withdraw */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listUploadDepartments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadDepartments"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listClinicianUploads: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClinicianUploadPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    followEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    grantAccess: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewGrants"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Granted"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description clinician_not_allowed, clinician_portal_not_enabled */
            409: components["responses"]["Problem"];
            /** @description end_in_the_past, invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    revokeAccess: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                grant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    changeMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnDetails"];
            };
        };
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden, wrong_password */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    savePreferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Preferences"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listPacsDirectory: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DirectoryCardPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getDirectoryPhoto: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listPermissions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Permissions"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listProfessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Professions"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listRecallNotices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecallNoticePage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Registration"];
            };
        };
        responses: {
            /** @description Success. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredEmail"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description registration_closed */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            /** @description too_many_requests */
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    confirmRegistration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmationToken"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredEmail"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description confirmation_unknown */
            404: components["responses"]["Problem"];
            /** @description confirmation_expired */
            410: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listRoleTemplates: {
        parameters: {
            query: {
                system: "tenant" | "clinician";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleTemplates"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_failed */
            401: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            /** @description sign_in_locked */
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    extendSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    switchMembership: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MembershipChoice"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    reauthenticate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordCheck"];
            };
        };
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden, wrong_password */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listOwnSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnSessions"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    endOtherSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    endOwnSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getSetup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupState"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    setUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetupRequest"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description setup_token_wrong */
            403: components["responses"]["Problem"];
            /** @description setup_done, slug_taken */
            409: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listSignIns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInHistory"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listStudies: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
                /** @description Beginnings of words of patient, accession, description. */
                q?: string;
                /** @description First study date. */
                from?: string;
                /** @description Last study date. */
                to?: string;
                modality?: string[];
                tenant?: string;
                source?: ("staff" | "all" | "explicit" | "referral" | "history")[];
                /** @description For staff; without it all but rejected ones. */
                state?: "receiving" | "validating" | "ready" | "queued" | "rejected";
                unread?: boolean;
                /** @description Id of the record, or Patient ID. */
                patient?: string;
                sort?: "-studyAt";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudyRowPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getStudy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudyDetail"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listCurrentAccess: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CurrentAccessPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getAnnotations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudyAnnotations"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    saveAnnotations: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the version that is to be changed. */
                "If-Match": string;
            };
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StudyMarks"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnAnnotations"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description annotations_for_people_only, forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description precondition_failed */
            412: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            /** @description precondition_required */
            428: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    deleteAnnotations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description annotations_for_people_only, forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    exportAnnotations: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnnotationExport"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredAnnotationObject"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description nothing_to_export */
            409: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            /** @description quota_reached */
            507: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    downloadAnnotations: {
        parameters: {
            query: {
                kind: "measurements" | "keyImages";
            };
            header?: never;
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description nothing_to_export */
            409: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    publishAnnotations: {
        parameters: {
            query?: never;
            header: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag of the version that is to be changed. */
                "If-Match": string;
            };
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnAnnotations"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description annotations_for_people_only, forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description nothing_to_publish */
            409: components["responses"]["Problem"];
            /** @description precondition_failed */
            412: components["responses"]["Problem"];
            /** @description precondition_required */
            428: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    withdrawAnnotations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description nothing_published */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    deleteStudy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GivenReason"];
            };
        };
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description study_deleted_already, study_on_legal_hold */
            409: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    addDocument: {
        parameters: {
            query?: {
                title?: string;
            };
            header?: never;
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description image_too_large */
            413: components["responses"]["Problem"];
            /** @description not_a_document, not_an_image, video_codec_not_supported, video_kind_not_supported, video_level_not_supported */
            415: components["responses"]["Problem"];
            /** @description invalid_input, video_damaged */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    downloadStudy: {
        parameters: {
            query?: {
                /** @description Only this series. */
                series?: string;
            };
            header?: never;
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            /** @description content_damaged */
            500: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listGrantableClinicians: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
                q?: string;
            };
            header?: never;
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantableClinicianPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getLegalHold: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LegalHold"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    holdStudy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GivenReason"];
            };
        };
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    endLegalHold: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GivenReason"];
            };
        };
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    openStudy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listRecallsOfStudy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecallPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    recallStudy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRecall"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recall"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description nothing_to_recall, study_deleted_already */
            409: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listRecallPersons: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                study: string;
                recall: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecallPersonPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    undoRecall: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                study: string;
                recall: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GivenReason"];
            };
        };
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description recall_over */
            409: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    findRemotePriors: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemotePriors"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description too_many_searches */
            503: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listSendings: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SendingPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    sendStudy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSending"];
            };
        };
        responses: {
            /** @description Success. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sending"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description node_not_callable */
            409: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listStudyViewers: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
                /** @description Id or a part of the name. */
                user?: string;
                /** @description Id or DICOM Patient ID. */
                patient?: string;
                /** @description Id or Study Instance UID. */
                study?: string;
                /** @description Code; "study.*" for a group. */
                event?: string;
                outcome?: string;
                from?: string;
                to?: string;
            };
            header?: never;
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEntryPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listStudyFilters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudyFilters"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    saveStudyFilter: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewStudyFilter"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudyFilter"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    deleteStudyFilter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                filter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listAccessLinks: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
                kind?: string;
                state?: string;
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessLinkPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getAccessLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                link: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessLink"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    changeAccessLink: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the version that is to be changed. */
                "If-Match": string;
            };
            path: {
                link: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessLinkChange"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessLink"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description invalid_input, number_unknown, role_only_for_persons, role_required, role_unknown */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    declineAccessRequest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                link: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeclineRequest"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessLink"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description not_a_request */
            409: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listAeTitles: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AeTitlePage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    createAeTitle: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAeTitle"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AeTitle"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description ae_title_registered, ae_title_taken */
            409: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    changeAeTitle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ae: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAeTitle"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AeTitle"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    deleteAeTitle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ae: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    echoAeTitle: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                ae: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reachability"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    issueApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApiKey"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedApiKey"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden, permission_not_held */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listAuditEntries: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
                /** @description Id or a part of the name. */
                user?: string;
                /** @description Id or DICOM Patient ID. */
                patient?: string;
                /** @description Id or Study Instance UID. */
                study?: string;
                /** @description Code; "study.*" for a group. */
                event?: string;
                outcome?: string;
                from?: string;
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEntryPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listAuditEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEventCodes"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    exportAuditEntries: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
                /** @description Id or a part of the name. */
                user?: string;
                /** @description Id or DICOM Patient ID. */
                patient?: string;
                /** @description Id or Study Instance UID. */
                study?: string;
                /** @description Code; "study.*" for a group. */
                event?: string;
                outcome?: string;
                from?: string;
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getClinicianPortal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClinicianPortal"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    changeClinicianPortal: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the version that is to be changed. */
                "If-Match": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClinicianPortalSettings"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClinicianPortal"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description clinician_portal_cannot_be_disabled */
            409: components["responses"]["Problem"];
            /** @description invalid_input, photo_unknown, role_only_for_persons, role_unknown */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    enableClinicianPortal: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnableClinicianPortal"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClinicianPortal"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden, wrong_password */
            403: components["responses"]["Problem"];
            /** @description clinician_portal_already_enabled */
            409: components["responses"]["Problem"];
            /** @description invalid_input, photo_unknown */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    uploadPortalPhoto: {
        parameters: {
            query?: {
                /** @description x,y,size in pixels of the picture as sent. */
                crop?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": unknown;
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description image_too_large */
            413: components["responses"]["Problem"];
            /** @description not_an_image */
            415: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getUploadedPortalPhoto: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                photo: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listClinicianRoles: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RolePage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    createClinicianRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleInput"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden, permission_not_held */
            403: components["responses"]["Problem"];
            /** @description role_name_taken */
            409: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    changeClinicianRole: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the version that is to be changed. */
                "If-Match": string;
            };
            path: {
                role: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleInput"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden, permission_not_held */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description last_role_manager, role_name_taken */
            409: components["responses"]["Problem"];
            /** @description precondition_failed */
            412: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            /** @description precondition_required */
            428: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    deleteClinicianRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description role_in_use */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listClinicians: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClinicianPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listDeletedStudies: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedStudyPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    restoreStudy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GivenReason"];
            };
        };
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description study_not_deleted */
            409: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listDicomwebServers: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DicomwebServerPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    createDicomwebServer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDicomwebServer"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DicomwebServer"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description server_name_taken */
            409: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    changeDicomwebServer: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the version that is to be changed. */
                "If-Match": string;
            };
            path: {
                server: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDicomwebServer"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DicomwebServer"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description server_name_taken */
            409: components["responses"]["Problem"];
            /** @description precondition_failed */
            412: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            /** @description precondition_required */
            428: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    deleteDicomwebServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    checkDicomwebServer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reachability"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listPatients: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatientCandidatePage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listPullRules: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PullRulePage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    createPullRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPullRule"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PullRule"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    changePullRule: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the version that is to be changed. */
                "If-Match": string;
            };
            path: {
                rule: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPullRule"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PullRule"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description precondition_failed */
            412: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            /** @description precondition_required */
            428: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    deletePullRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rule: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    runPullRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                rule: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PullRule"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listPullSources: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PullSourcePage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    searchPullSource: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                source: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RemoteSearch"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemoteStudies"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            /** @description source_address_refused, source_broken, source_not_secure, source_refused, source_unauthorized, source_unreachable */
            502: components["responses"]["Problem"];
            /** @description too_many_searches */
            503: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listPulls: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PullPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    pullStudies: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPulls"];
            };
        };
        responses: {
            /** @description Success. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PullItems"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    cancelPull: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                pull: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pull"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description pull_settled */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    retryPull: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                pull: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pull"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description pull_under_way */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listRecalls: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecallPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listReferrerLinks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferrerLinkPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    linkReferrer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReferrerLink"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeReferrerLink"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description referrer_linked_already */
            409: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    unlinkReferrer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                link: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listUnmatchedReferrers: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnmatchedReferrerPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retention"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    saveRetention: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the version that is to be changed. */
                "If-Match": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetentionInput"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retention"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description precondition_failed */
            412: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            /** @description precondition_required */
            428: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listRoles: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RolePage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    createRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleInput"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden, permission_not_held */
            403: components["responses"]["Problem"];
            /** @description role_name_taken */
            409: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    changeRole: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the version that is to be changed. */
                "If-Match": string;
            };
            path: {
                role: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleInput"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden, permission_not_held */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description last_role_manager, role_name_taken */
            409: components["responses"]["Problem"];
            /** @description precondition_failed */
            412: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            /** @description precondition_required */
            428: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    deleteRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description role_in_use */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listSendingTargets: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SendingTargetPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getTenantSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantSettings"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    saveTenantSettings: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the version that is to be changed. */
                "If-Match": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantSettingsInput"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantSettings"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description precondition_failed */
            412: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            /** @description precondition_required */
            428: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listTenantUsers: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
                /** @description Part of a name or address of mail. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantUserPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    addTenantUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTenantUser"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantUser"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden, permission_not_held */
            403: components["responses"]["Problem"];
            /** @description already_member */
            409: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    changeTenantUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantUserChange"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantUser"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden, permission_not_held */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description last_role_manager, owner_is_fixed */
            409: components["responses"]["Problem"];
            /** @description precondition_failed */
            412: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listValidationQueue: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before. */
                cursor?: string;
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueuedStudyPage"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    decideStudies: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkDecision"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkResult"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getValidationCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationCase"];
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    correctStudy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Correction"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationCase"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description patient_exists, study_not_queued */
            409: components["responses"]["Problem"];
            /** @description case_changed */
            412: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    rejectStudy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GivenReason"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudyRow"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description study_not_queued */
            409: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    releaseStudy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of the same request give the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                study: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GivenReason"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudyRow"];
                };
            };
            /** @description malformed */
            400: components["responses"]["Problem"];
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            /** @description not_found */
            404: components["responses"]["Problem"];
            /** @description study_holds_two_patients, study_not_queued */
            409: components["responses"]["Problem"];
            /** @description invalid_input */
            422: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    searchAllInstances: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    searchAllSeries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    searchAllStudies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    searchInstances: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    searchSeries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    searchStudies: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    storeInstances: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/related": unknown;
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    retrieveStudy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "multipart/related": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    storeStudyInstances: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                study: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/related": unknown;
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    searchStudyInstances: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    retrieveStudyMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    searchStudySeries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    retrieveSeries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                study: string;
                series: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "multipart/related": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    searchSeriesInstances: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                study: string;
                series: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    retrieveInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                study: string;
                series: string;
                instance: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "multipart/related": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    retrieveBulkData: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                study: string;
                series: string;
                instance: string;
                /** @description The rest of the path, with its slashes. */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    retrieveFrames: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                study: string;
                series: string;
                instance: string;
                frames: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "multipart/related": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    retrieveRenderedFrame: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                study: string;
                series: string;
                instance: string;
                frames: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    retrieveFrameThumbnail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                study: string;
                series: string;
                instance: string;
                frames: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    retrieveInstanceMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                study: string;
                series: string;
                instance: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    retrieveRenderedInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                study: string;
                series: string;
                instance: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    retrieveInstanceThumbnail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                study: string;
                series: string;
                instance: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    retrieveSeriesMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                study: string;
                series: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    retrieveSeriesThumbnail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                study: string;
                series: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    retrieveStudyThumbnail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    wadoUri: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom": unknown;
                };
            };
            /** @description sign_in_required */
            401: components["responses"]["Problem"];
            /** @description forbidden */
            403: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
}
