// TLS in both directions. Needs echoscu in PATH.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/dimse/find_requestor.h"
#include "platform/dimse/requestor.h"
#include "platform/dimse/retrieve_requestor.h"
#include "platform/dimse/store_sender.h"
#include "platform/dimse/test_archive.h"
#include "platform/dimse/test_certificate.h"

namespace portico::dimse {
namespace {

TEST_F(WithArchive, speaks_tls_and_knows_the_certificate_that_was_shown) {  // STU-1, STU-4, SEC-2
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
    EXPECT_TRUE(FindRequestor::connect(peer, QueryRoot::study, options).error().is(errors::tls_failed));
    peer.certificate_sha256 = ours.fingerprint;
    const auto getter = GetRequestor::connect(peer, QueryRoot::study, storage_contexts(), options);
    ASSERT_TRUE(getter) << getter.error().detail();
    const std::string context = "tenant";
    EXPECT_EQ((*getter)->get("identifier", {.service = store_, .context = context}, {}, {})->received, 4U);
}

}  // namespace
}  // namespace portico::dimse
