// SQL of access links, claimed numbers and the directory. Private to this room.
#pragma once

#include "features/clinician_portal/api/access_control.h"

namespace portico::clinician_portal::store {

std::vector<AccessLink> list_links(db::Session&, const TenantId&, const LinkQuery&);
std::optional<AccessLink> find_link(db::Session&, const TenantId&, const AccessLinkId&);
std::optional<AccessLink> find_link(db::Session&, const TenantId&, const AccountId&);
// Of all members of the account.
std::vector<ClaimedNumber> claimed_numbers(db::Session&, const TenantId&, const AccountId&);
void confirm_number(db::Session&, const TenantId&, const ProfessionalNumberId&, std::string_view by, Timestamp now);
void unconfirm_number(db::Session&, const TenantId&, const ProfessionalNumberId&);
// False when the version is another one.
bool decide(db::Session&, const TenantId&, const AccessLink&, std::int64_t version);

void insert_request(db::Session&, const TenantId&, const Caller&, const AccessLinkId&, std::string_view message,
                    Timestamp now);
void renew_request(db::Session&, const AccessLink&, const Caller&, std::string_view message, Timestamp now);
void withdraw_request(db::Session&, const AccessLink&);

std::vector<Directory::Listed> list_cards(db::Session&, const AccountId&, const DirectoryQuery&);
std::optional<DirectoryCard> find_card(db::Session&, const AccountId&, const TenantId&);
std::optional<BlobId> photo_of(db::Session&, const TenantId&);
std::string display_name_of(db::Session&, const TenantId&);

// Who asked, as mails address them.
struct Requester {
    std::string name, language;
};
Requester requester_of(db::Session&, const TenantId&, const AccessLinkId&);

}  // namespace portico::clinician_portal::store
