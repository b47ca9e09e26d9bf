// The PDUs that set up an association (PS3.8 9.3.2–9.3.4), read and written as values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace portico::dimse {

struct ProposedContext {
    std::uint8_t id = 0;
    std::string abstract_syntax;
    std::vector<std::string> transfer_syntaxes;  // in the requestor's order; never empty
};

// SCP/SCU Role Selection (PS3.7 D.3.3.4): what the requestor would be for a SOP class.
struct Roles {
    std::string sop_class;
    bool user = true;       // SCU
    bool provider = false;  // SCP
};

struct AssociateRequest {
    std::uint16_t protocol_version = 0;
    std::string called_ae;  // without padding; anything but printable ASCII shows as '?'
    std::string calling_ae;
    std::array<std::byte, 64> header_fields{};  // titles and reserved bytes as received: the answer repeats them
    std::string application_context;
    std::vector<ProposedContext> contexts;                                   // ids are odd and differ
    std::uint32_t max_pdu = 0;                                               // what the requestor takes; 0: no limit
    std::vector<Roles> roles = {};                                           // at most most_roles
    std::string implementation_class_uid = {}, implementation_version = {};  // written, never read
};
inline constexpr std::size_t most_roles = 512;

// `body` is what follows the PDU's type and length. Nothing when it is not well-formed; sub-items that are not ours are
// passed over. No recursion; memory in proportion to the body.
std::optional<AssociateRequest> parse_associate_rq(std::span<const std::byte> body);

// PS3.8 Table 9-18, Result/Reason.
enum class ContextResult : std::uint8_t {
    acceptance = 0,
    abstract_syntax_not_supported = 3,
    transfer_syntaxes_not_supported = 4,
};

struct ContextAnswer {
    std::uint8_t id = 0;
    ContextResult result = ContextResult::acceptance;
    std::string transfer_syntax;
};

struct AssociateAnswer {
    std::vector<ContextAnswer> contexts;
    std::uint32_t max_pdu = 0;
    std::string implementation_class_uid;
    std::string implementation_version;
    std::vector<Roles> roles = {};  // as accepted
};

// `body` as above, of an A-ASSOCIATE-AC. Contexts with unknown results count as refused.
std::optional<AssociateAnswer> parse_associate_ac(std::span<const std::byte> body);

// Whole PDUs, ready to be sent.
std::vector<std::byte> encode_associate_rq(const AssociateRequest& request);
std::vector<std::byte> encode_associate_ac(const AssociateRequest& request, const AssociateAnswer& answer);
std::vector<std::byte> encode_associate_rj(std::uint8_t result, std::uint8_t source, std::uint8_t reason);

}  // namespace portico::dimse
