// C-FIND, C-MOVE, C-GET, Storage Commitment and TLS: DCMTK's own programs, and a peer that speaks byte by byte. Needs
// findscu, movescu, getscu, storescp and storescu in PATH.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <openssl/pem.h>
#include <openssl/x509.h>

#include <atomic>

#include "platform/dimse/commitment_reporter.h"
#include "platform/dimse/requestor.h"
#include "platform/dimse/sop_classes.h"
#include "platform/dimse/store_sender.h"
#include "platform/dimse/test_peer.h"
#include "platform/dimse/tls.h"

namespace portico::dimse {
namespace {

namespace fs = std::filesystem;
using namespace wire;

// An element of a data set in implicit VR little endian.
std::string data_element(std::uint16_t group, std::uint16_t number, std::string value) {
    if (value.size() % 2 != 0) value.push_back('\0');
    return little(group, 2) + little(number, 2) + little(static_cast<std::uint32_t>(value.size()), 4) + value;
}

class TextSource final : public ObjectSource {
public:
    explicit TextSource(std::string text, bool breaks = false) : text_(std::move(text)), breaks_(breaks) {}
    std::uint64_t size() const override { return text_.size(); }
    Result<std::size_t> read(std::span<std::byte> into) override {
        if (breaks_ && at_ > text_.size() / 2) return fail(portico::errors::internal, "broken");
        const auto count = std::min<std::size_t>(into.size(), std::min<std::size_t>(text_.size() - at_, 5000));
        std::copy_n(reinterpret_cast<const std::byte*>(text_.data()) + at_, count, into.begin());
        at_ += count;
        return count;
    }

private:
    std::string text_;
    bool breaks_;
    std::size_t at_ = 0;
};

std::string object_text(const std::string& uid) {
    return data_element(0x0008, 0x0016, ct_image) + data_element(0x0008, 0x0018, uid) +
           data_element(0x0020, 0x000D, "1.2.9") + data_element(0x0020, 0x000E, "1.2.9.1") +
           data_element(0x7FE0, 0x0010, std::string(50'000, 'p'));
}

// Answers any query with `matches` names and any retrieval with `objects`.
class FakeArchive final : public FindService, public RetrieveService, public CommitmentService {
public:
    int matches = 3;
    std::vector<OutgoingHeader> objects;
    Peer destination;
    std::set<std::size_t> unreadable, breaking;
    std::atomic<int> asked = 0, steps = 0, delivered = 0, handed_over = 0;
    RetrievalCounts counts;
    bool ended = false;

    Result<std::unique_ptr<Matches>> find(const std::any&, const AssociationRequest&,
                                          const QueryRequest& request) override {
        if (request.identifier.find("REFUSE") != std::string::npos) return fail(portico::errors::forbidden);
        return std::make_unique<Names>(*this);
    }
    Result<std::unique_ptr<Retrieval>> get(const std::any&, const AssociationRequest&, const QueryRequest&) override {
        return std::make_unique<Objects>(*this);
    }
    Result<Move> move(const std::any&, const AssociationRequest&, const QueryRequest&,
                      const std::string& name) override {
        if (name != destination.called_ae) return fail(errors::unknown_move_destination);
        return Move{std::make_unique<Objects>(*this), destination};
    }
    Result<std::unique_ptr<Commitment>> request(const std::any&, const AssociationRequest&,
                                                const CommitmentRequest&) override {
        return std::make_unique<Promise>(*this);
    }

private:
    class Names final : public Matches {
    public:
        explicit Names(FakeArchive& archive) : archive_(archive) {}
        Result<std::optional<Match>> next() override {
            if (given_ == archive_.matches) return std::nullopt;
            ++archive_.asked;
            return Match{data_element(0x0010, 0x0010, "Name" + std::to_string(given_++)), true};
        }

    private:
        FakeArchive& archive_;
        int given_ = 0;
    };
    class Objects final : public Retrieval {
    public:
        explicit Objects(FakeArchive& archive) : archive_(archive) {}
        const std::vector<OutgoingHeader>& objects() const override { return archive_.objects; }
        Result<std::unique_ptr<ObjectSource>> open(std::size_t index, const std::string&) override {
            if (archive_.unreadable.contains(index)) return fail(portico::errors::not_found);
            return std::make_unique<TextSource>(object_text(archive_.objects[index].sop_instance),
                                                archive_.breaking.contains(index));
        }
        void ended(const RetrievalCounts& counts) override {
            archive_.counts = counts;
            archive_.ended = true;
        }

    private:
        FakeArchive& archive_;
    };
    class Promise final : public Commitment {
    public:
        explicit Promise(FakeArchive& archive) : archive_(archive) {}
        ~Promise() override {
            if (!delivered_) ++archive_.handed_over;
        }
        Result<std::optional<CommitmentReport>> step() override {
            if (++archive_.steps < 3) return std::nullopt;
            return CommitmentReport{2, data_element(0x0008, 0x1195, "1.2.3")};
        }
        void delivered() override {
            delivered_ = true;
            ++archive_.delivered;
        }

    private:
        FakeArchive& archive_;
        bool delivered_ = false;
    };
};

// A self-signed certificate and its key.
struct Certificate {
    explicit Certificate(const fs::path& folder, const std::string& name = "node")
        : files{folder / (name + ".pem"), folder / (name + ".key")} {
        auto* key = EVP_RSA_gen(2048);
        auto* certificate = X509_new();
        X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_set_pubkey(certificate, key);
        auto* subject = X509_get_subject_name(certificate);
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()),
                                   -1, -1, 0);
        X509_set_issuer_name(certificate, subject);
        X509_sign(certificate, key, EVP_sha256());
        FILE* file = std::fopen(files.certificate.c_str(), "w");
        PEM_write_X509(file, certificate);
        std::fclose(file);
        file = std::fopen(files.key.c_str(), "w");
        PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
        std::fclose(file);
        unsigned char digest[EVP_MAX_MD_SIZE];
        unsigned int length = 0;
        X509_digest(certificate, EVP_sha256(), digest, &length);
        for (unsigned int n = 0; n < length; ++n) fingerprint += fmt::format("{:02x}", digest[n]);
        X509_free(certificate);
        EVP_PKEY_free(key);
    }
    TlsFiles files;
    std::string fingerprint;
};

// Remembers how peers came; can withdraw its leave.
class OpenDoor final : public AssociationPolicy {
public:
    std::atomic<bool> open = true;
    AssociationDecision admit(const AssociationRequest& request) override {
        std::lock_guard lock(mutex_);
        last_ = request;
        return Accepted{request.calling_ae};
    }
    bool still_admitted(const std::any&) override { return open; }
    AssociationRequest last() {
        std::lock_guard lock(mutex_);
        return last_;
    }

private:
    std::mutex mutex_;
    AssociationRequest last_;
};

class WithArchive : public testing::Test {
protected:
    void SetUp() override {
        for (int n = 1; n <= 4; ++n)
            archive_.objects.push_back({ct_image, fmt::format("1.2.3.{}", n), implicit_little});
        start();
    }
    void start(ListenerOptions options = {}) {
        options.address = "127.0.0.1";
        Services services(store_);
        services.find = &archive_;
        services.retrieve = &archive_;
        services.commitment = &archive_;
        listener_.emplace(options, door_, services);
        ASSERT_TRUE(listener_->start());
    }
    // A second listener of ours as the place where objects go; it keeps them in memory.
    void start_destination(ListenerOptions options = {}) {
        options.address = "127.0.0.1";
        destination_.emplace(options, destination_door_, received_);
        ASSERT_TRUE(destination_->start());
        archive_.destination = {"127.0.0.1", destination_->port(), "TARGET", "PORTICO"};
    }
    ProgramResult run(const std::string& program, const std::vector<std::string>& more) {
        std::vector<std::string> arguments{program, "-v", "-aet", "ASKER", "-aec", "PORTICO"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        arguments.insert(arguments.end(), {"127.0.0.1", std::to_string(listener_->port())});
        auto result = run_program(arguments);
        if (result.exit_code == 127) missing_ = true;
        return result;
    }
    std::unique_ptr<RawPeer> associated(const std::vector<std::string_view>& classes) {
        std::vector<std::string> names(classes.begin(), classes.end());
        auto peer = std::make_unique<RawPeer>(listener_->port());
        EXPECT_TRUE(peer->send(associate(names)));
        EXPECT_EQ(peer->receive_pdu()[0], 0x02);
        return peer;
    }
    static std::string commitment_request() {
        return element(0x0003, even(std::string(sop_classes::storage_commitment))) +
               element(0x0100, little(n_action_rq, 2)) + element(0x0110, little(9, 2)) + element(0x0800, little(0, 2)) +
               element(0x1001, even(std::string(sop_classes::storage_commitment_instance))) +
               element(0x1008, little(1, 2));
    }
    static std::string query(std::uint16_t field, std::string_view sop_class) {
        return command(field, true, std::string(sop_class));
    }

    TemporaryFolder folder_;
    FakeArchive archive_;
    OpenDoor door_, destination_door_;
    MemoryService store_;
    class AnyContext final : public StoreService {
    public:
        MemoryService memory;
        Result<std::unique_ptr<IncomingObject>> begin(const std::any& context, const AssociationRequest& peer,
                                                      const IncomingHeader& header) override {
            return memory.begin(context, peer, header);
        }
    } received_;
    std::optional<Listener> listener_, destination_;
    bool missing_ = false;
};

TEST_F(WithArchive, findscu_gets_every_match) {  // STU-1
    const auto found = run("findscu", {"-S", "-xi", "-k", "QueryRetrieveLevel=STUDY", "-k", "PatientName"});
    if (missing_) GTEST_SKIP() << "findscu is not installed (package dcmtk)";
    EXPECT_EQ(found.exit_code, 0) << found.output;
    EXPECT_THAT(found.output, testing::HasSubstr("Name2"));
    EXPECT_EQ(archive_.asked, 3);
}

TEST_F(WithArchive, movescu_sends_each_object_byte_for_byte_to_the_destination) {  // STU-1
    start_destination();
    const auto moved =
        run("movescu", {"-S", "-aem", "TARGET", "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID=1.2.9"});
    if (missing_) GTEST_SKIP() << "movescu is not installed (package dcmtk)";
    EXPECT_EQ(moved.exit_code, 0) << moved.output;
    const auto stored = received_.memory.stored();
    ASSERT_EQ(stored.size(), 4U);
    EXPECT_TRUE(stored[0].file.ends_with(object_text("1.2.3.1")));
    EXPECT_EQ(stored[0].calling_ae, "PORTICO");
    EXPECT_EQ(archive_.counts.completed, 4U);
}

TEST_F(WithArchive, getscu_receives_the_objects_over_its_own_association) {  // STU-1
    // It proposes Explicit VR Little Endian alone, and with +B writes what comes as it is.
    for (auto& object : archive_.objects) object.transfer_syntax = "1.2.840.10008.1.2.1";
    const auto got = run("getscu", {"-S", "+B", "-od", folder_.path().string(), "-k", "QueryRetrieveLevel=STUDY", "-k",
                                    "StudyInstanceUID=1.2.9"});
    if (missing_) GTEST_SKIP() << "getscu is not installed (package dcmtk)";
    EXPECT_EQ(got.exit_code, 0) << got.output;
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()), 4) << got.output;
    EXPECT_EQ(archive_.counts.completed, 4U);
}

TEST_F(WithArchive, an_object_whose_syntax_is_not_accepted_or_that_cannot_be_read_fails_alone) {  // STU-1
    archive_.objects[1].transfer_syntax = "1.2.840.10008.1.2.4.50";
    archive_.unreadable = {2};
    start_destination();
    auto peer = associated({sop_classes::study_root_move});
    auto request = query(c_move_rq, sop_classes::study_root_move);
    request += element(0x0600, "TARGET");
    ASSERT_TRUE(peer->send(command_pdu(1, request) + data_pdu(1, "identifier", true)));
    std::string last;
    std::vector<std::uint16_t> statuses;
    do {
        last = peer->receive_pdu();
        statuses.push_back(status_of(last));
    } while (statuses.back() == status_pending);
    // JPEG is taken by our own listener: only the unreadable one fails.
    EXPECT_EQ(statuses.back(), status_some_sub_operations_failed);
    EXPECT_EQ(statuses.size(), 4U);
    EXPECT_EQ(archive_.counts.failed, 1U);
    EXPECT_EQ(archive_.counts.completed, 3U);
    // Failed SOP Instance UID List.
    EXPECT_THAT(peer->receive_pdu(), testing::HasSubstr("1.2.3.3"));
}

TEST_F(WithArchive, an_object_goes_in_its_other_syntax_where_its_own_is_not_taken) {  // STU-1
    const std::string explicit_little = "1.2.840.10008.1.2.1";
    for (auto& object : archive_.objects)
        object = {object.sop_class, object.sop_instance, explicit_little, implicit_little};
    start_destination();
    auto asker = associated({sop_classes::study_root_move});
    ASSERT_TRUE(asker->send(command_pdu(1, query(c_move_rq, sop_classes::study_root_move) + element(0x0600, "TARGET")) +
                            data_pdu(1, "identifier", true)));
    std::string last;
    do last = asker->receive_pdu();
    while (status_of(last) == status_pending);
    EXPECT_EQ(status_of(last), status_success);
    EXPECT_EQ(received_.memory.stored().at(0).header.transfer_syntax, explicit_little);  // rather its own

    // Over a C-GET whose peer takes implicit VR only.
    std::string association = associate({std::string(sop_classes::study_root_get), ct_image});
    const auto role = item(0x54, big(25, 2) + std::string(ct_image) + std::string{0, 1});
    // The role stands within the user information, which comes last: 0x50, reserved, length.
    const auto user = association.rfind(item(0x52, "1.2.3.4"));
    association.insert(user, role);
    const auto lengthen = [&](std::size_t at, int bytes) {
        std::size_t length = 0;
        for (int n = 0; n < bytes; ++n) length = length << 8U | static_cast<unsigned char>(association[at + n]);
        association.replace(at, bytes, big(static_cast<std::uint32_t>(length + role.size()), bytes));
    };
    lengthen(2, 4);
    lengthen(association.rfind(item(0x51, big(16384, 4))) - 2, 2);
    RawPeer getter(listener_->port());
    ASSERT_TRUE(getter.send(association));
    ASSERT_EQ(getter.receive_pdu()[0], 0x02);
    ASSERT_TRUE(
        getter.send(command_pdu(1, query(c_get_rq, sop_classes::study_root_get)) + data_pdu(1, "identifier", true)));
    EXPECT_THAT(getter.receive_pdu(), testing::HasSubstr("1.2.3.1"));  // C-STORE-RQ over context 3
    getter.close();
    listener_->stop(std::chrono::seconds(5));
    EXPECT_TRUE(archive_.ended);
}

TEST_F(WithArchive, a_source_that_breaks_off_breaks_the_association_and_not_the_object) {  // STU-6
    archive_.breaking = {1};
    start_destination();
    auto peer = associated({sop_classes::study_root_move});
    ASSERT_TRUE(peer->send(command_pdu(1, query(c_move_rq, sop_classes::study_root_move) + element(0x0600, "TARGET")) +
                           data_pdu(1, "identifier", true)));
    std::string last;
    do last = peer->receive_pdu();
    while (status_of(last) == status_pending);
    EXPECT_EQ(status_of(last), status_some_sub_operations_failed);
    EXPECT_EQ(archive_.counts.completed, 1U);
    EXPECT_EQ(archive_.counts.failed, 3U);
    received_.memory.await_open(0);
    EXPECT_EQ(received_.memory.stored().size(), 1U);
}

TEST_F(WithArchive, tells_unknown_and_unreachable_destinations) {  // STU-1
    archive_.destination = {"127.0.0.1", 1, "NOWHERE", "PORTICO"};
    auto peer = associated({sop_classes::study_root_move});
    const auto final_status = [&](const std::string& name) {
        EXPECT_TRUE(peer->send(command_pdu(1, query(c_move_rq, sop_classes::study_root_move) + element(0x0600, name)) +
                               data_pdu(1, "identifier", true)));
        std::string last;
        do last = peer->receive_pdu();
        while (status_of(last) == status_pending);
        return status_of(last);
    };
    EXPECT_EQ(final_status("OTHERS"), 0xA801);
    EXPECT_EQ(final_status("NOWHERE "), status_sub_operations_failed);
    EXPECT_EQ(archive_.counts.failed, 4U);
}

TEST_F(WithArchive, a_query_ends_when_it_is_cancelled) {  // STU-1
    archive_.matches = 1'000'000;
    auto peer = associated({sop_classes::study_root_find});
    ASSERT_TRUE(
        peer->send(command_pdu(1, query(c_find_rq, sop_classes::study_root_find)) + data_pdu(1, "identifier", true)));
    EXPECT_EQ(status_of(peer->receive_pdu()), status_pending);
    // C-CANCEL names the request by (0000,0120).
    ASSERT_TRUE(peer->send(command_pdu(1, element(0x0100, little(c_cancel_rq, 2)) + element(0x0120, little(7, 2)) +
                                              element(0x0800, little(no_data_set, 2)))));
    std::uint16_t status = status_pending;
    std::string pdu;
    while (status == status_pending || status == 0xFFFF) {
        pdu = peer->receive_pdu();
        ASSERT_FALSE(pdu.empty());
        status = status_of(pdu);
    }
    EXPECT_EQ(status, status_cancelled);
    EXPECT_LT(archive_.asked, 1'000'000);
}

TEST_F(WithArchive, another_command_within_a_query_breaks_the_protocol) {  // STU-6
    archive_.matches = 1'000'000;
    auto peer = associated({sop_classes::study_root_find});
    const auto request = command_pdu(1, query(c_find_rq, sop_classes::study_root_find));
    ASSERT_TRUE(peer->send(request + data_pdu(1, "identifier", true) + request));
    std::string pdu;
    do pdu = peer->receive_pdu();
    while (!pdu.empty() && pdu[0] == 0x04);
    EXPECT_EQ(pdu.empty() ? 0 : pdu[0], 0x07);
}

TEST_F(WithArchive, refuses_identifiers_that_are_too_long_and_what_the_service_refuses) {  // STU-6
    auto peer = associated({sop_classes::study_root_find});
    const auto status = [&](const std::string& identifier) {
        std::string bytes = command_pdu(1, query(c_find_rq, sop_classes::study_root_find));
        for (std::size_t at = 0; at < identifier.size(); at += 10'000)
            bytes += data_pdu(1, identifier.substr(at, 10'000), at + 10'000 >= identifier.size());
        EXPECT_TRUE(peer->send(bytes));
        return status_of(peer->receive_pdu());
    };
    EXPECT_EQ(status(std::string(70'000, 'x')), status_out_of_resources);
    EXPECT_EQ(status("REFUSE"), 0x0124);
    EXPECT_EQ(archive_.asked, 0);
}

TEST_F(WithArchive, ends_within_a_second_when_leave_is_withdrawn) {  // GEN-5
    archive_.matches = 100'000'000;
    auto peer = associated({sop_classes::study_root_find});
    ASSERT_TRUE(
        peer->send(command_pdu(1, query(c_find_rq, sop_classes::study_root_find)) + data_pdu(1, "identifier", true)));
    EXPECT_EQ(status_of(peer->receive_pdu()), status_pending);
    door_.open = false;
    const auto began = std::chrono::steady_clock::now();
    std::string pdu;
    do pdu = peer->receive_pdu();
    while (!pdu.empty() && pdu[0] == 0x04);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(1000));
    // An idle association of such a node ends too.
    EXPECT_TRUE(pdu.empty() || pdu[0] == 0x07);
}

TEST_F(WithArchive, reports_a_commitment_over_the_same_association) {  // STU-1
    auto peer = associated({sop_classes::storage_commitment});
    ASSERT_TRUE(peer->send(command_pdu(1, commitment_request()) + data_pdu(1, "information", true)));
    EXPECT_EQ(status_of(peer->receive_pdu()), status_success);
    EXPECT_THAT(peer->receive_pdu(), testing::HasSubstr(element(0x1002, little(2, 2))));  // event type
    EXPECT_THAT(peer->receive_pdu(), testing::HasSubstr("1.2.3"));
    ASSERT_TRUE(
        peer->send(command_pdu(1, element(0x0100, little(0x8100, 2)) + element(0x0120, little(1, 2)) +
                                      element(0x0800, little(no_data_set, 2)) + element(0x0900, little(0, 2)))));
    ASSERT_TRUE(peer->send(pdu(0x05, std::string(4, '\0'))));
    EXPECT_EQ(peer->receive_pdu()[0], 0x06);
    EXPECT_EQ(archive_.delivered, 1);
    EXPECT_EQ(archive_.handed_over, 0);
}

TEST_F(WithArchive, hands_a_commitment_over_when_the_peer_leaves) {  // STU-1
    auto peer = associated({sop_classes::storage_commitment});
    ASSERT_TRUE(peer->send(command_pdu(1, commitment_request()) + data_pdu(1, "information", true) +
                           pdu(0x05, std::string(4, '\0'))));
    EXPECT_EQ(status_of(peer->receive_pdu()), status_success);
    EXPECT_EQ(peer->receive_pdu()[0], 0x06);
    listener_->stop(std::chrono::seconds(5));
    EXPECT_EQ(archive_.delivered, 0);
    EXPECT_EQ(archive_.handed_over, 1);
}

TEST_F(WithArchive, speaks_tls_and_knows_the_certificate_that_was_shown) {  // STU-1, SEC-2
    const Certificate ours(folder_.path(), "ours"), theirs(folder_.path(), "theirs");
    listener_.reset();
    start({.tls = TlsContext::for_server(ours.files).value()});
    const auto anonymous = run("echoscu", {"+tla", "-ic"});
    if (missing_) GTEST_SKIP() << "echoscu is not installed (package dcmtk)";
    EXPECT_EQ(anonymous.exit_code, 0) << anonymous.output;
    EXPECT_TRUE(door_.last().security.tls);
    EXPECT_EQ(door_.last().security.certificate_sha256, "");
    const auto named = run("echoscu", {"+tls", theirs.files.key.string(), theirs.files.certificate.string(), "+cf",
                                       ours.files.certificate.string()});
    EXPECT_EQ(named.exit_code, 0) << named.output;
    EXPECT_EQ(door_.last().security.certificate_sha256, theirs.fingerprint);
    EXPECT_NE(run("echoscu", {}).exit_code, 0);  // without TLS

    // And we call others so.
    CallOptions options;
    options.tls = TlsContext::for_client(theirs.files).value();
    Peer peer{"127.0.0.1", listener_->port(), "PORTICO", "US", true, ours.fingerprint};
    auto sender = StoreSender::connect(peer, archive_.objects, options);
    ASSERT_TRUE(sender) << sender.error().detail();
    TextSource source(object_text("1.2.3.1"));
    EXPECT_EQ((*sender)->send(archive_.objects[0], source, {}).value(), status_success);
    (*sender)->release();
    EXPECT_EQ(door_.last().security.certificate_sha256, theirs.fingerprint);
    EXPECT_TRUE(store_.stored().at(0).file.ends_with(object_text("1.2.3.1")));
    peer.certificate_sha256 = theirs.fingerprint;
    EXPECT_TRUE(StoreSender::connect(peer, archive_.objects, options).error().is(errors::tls_failed));
    peer.certificate_sha256.clear();  // nobody vouches for it
    EXPECT_TRUE(StoreSender::connect(peer, archive_.objects, options).error().is(errors::tls_failed));
}

TEST_F(WithArchive, calls_a_node_to_report_a_commitment) {  // STU-1
    // Our own listener is no user of commitments: it refuses the report, and says so.
    const Peer peer{"127.0.0.1", listener_->port(), "PORTICO", "US"};
    EXPECT_TRUE(
        report_commitment(peer, {1, data_element(0x0008, 0x1195, "1.2.3")}, {}).error().is(errors::peer_failed));
    EXPECT_TRUE(report_commitment({"127.0.0.1", 1, "A", "B"}, {}, {}).error().is(errors::peer_unreachable));
}

}  // namespace
}  // namespace portico::dimse
