// What the tests of pulling stand on: a DICOMweb server on loopback, and everything that pulls from it.
#pragma once

#include "features/nodes/nodes.h"
#include "features/studies/testing/receiving_test.h"
#include "platform/http/multipart.h"
#include "platform/http/test_client.h"
#include "platform/jobs/workers.h"

namespace portico::nodes {

class PullingTest : public studies::ReceivingTest {
protected:
    void SetUp() override {
        studies::ReceivingTest::SetUp();
        if (IsSkipped()) return;
        calling.hosts = outgoing::HostRules::of({"localhost", "pacs.example"}).value();
        start_source();
        servers = std::make_unique<DicomwebServers>(*work, keys, clock, calling);
        sources = std::make_unique<Sources>(*work, access, keys, calling);
        pulls = std::make_unique<Pulls>(*work, *receiver, keys, queue, clock, calling);
        rules = std::make_unique<PullRules>(*work, keys, queue, clock, calling);
        workers =
            std::make_unique<jobs::Workers>(*work, clock, jobs::WorkerOptions{.queue = std::string(node_jobs_queue)});
        pulls->serve(*workers);
        server = servers->add(manager(north), at_source("Elsewhere")).value();
    }
    void TearDown() override {
        if (workers) workers->stop();
        workers.reset();
        rules.reset();
        pulls.reset();
        sources.reset();
        servers.reset();
        peer.reset();
        studies::ReceivingTest::TearDown();
    }

    NewDicomwebServer at_source(const std::string& name) const {
        NewDicomwebServer wanted;
        wanted.name = name;
        wanted.url = "http://127.0.0.1:" + std::to_string(peer->port()) + "/web";
        wanted.may_pull = true;
        return wanted;
    }
    static Authorized<Permission::manage_integrations> manager(const TenantId& tenant) {
        return access::SystemScopes::for_operator<Permission::manage_integrations>(testing::World::operator_caller(),
                                                                                   tenant);
    }
    static Pulls::May staff(const TenantId& tenant) {
        return access::SystemScopes::for_operator<Permission::upload_studies>(testing::World::operator_caller(),
                                                                              tenant);
    }
    SourceId source() const { return SourceId::trusted(server.id.text()); }

    // Puts a study of some objects into the other archive; its date is that of the test's clock.
    void put(const std::string& study, int objects, const std::string& issuer = {}) {
        auto& files = remote[study];
        files.clear();
        for (int n = 0; n < objects; ++n)
            files.push_back(object({.study = study,
                                    .series = study + ".1",
                                    .instance = study + ".1." + std::to_string(n),
                                    .patient_id = "P-" + study}));
        issuers[study] = issuer;
    }

    Pull settled(const PullId& id) {
        for (int n = 0; n < 2000; ++n) {
            for (const auto& pull : pulls->list(staff(north), {}, 100))
                if (pull.id == id && pull.state != PullState::waiting && pull.state != PullState::pulling) return pull;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));  // polls what another thread does
        }
        throw std::runtime_error("the pull does not end");
    }

    Calling calling;
    crypto::KeyRing keys = crypto::KeyRing::ephemeral();
    access::AccessService access{clock};
    jobs::Queue queue{clock};
    std::map<std::string, std::vector<std::string>> remote;  // files of each study
    std::map<std::string, std::string> issuers;
    std::atomic<int> searches = 0;
    std::unique_ptr<http::testing::TestServer> peer;
    std::unique_ptr<DicomwebServers> servers;
    std::unique_ptr<Sources> sources;
    std::unique_ptr<Pulls> pulls;
    std::unique_ptr<PullRules> rules;
    std::unique_ptr<jobs::Workers> workers;
    DicomwebServer server;

private:
    std::string found(const http::Request& request) const {
        std::string items;
        for (const auto& [uid, files] : remote) {
            const auto wanted = request.query_value("StudyInstanceUID");
            if (wanted && *wanted != uid) continue;
            const auto patient = request.query_value("PatientID");
            if (patient && *patient != "P-" + uid) continue;
            items +=
                fmt::format(R"({}{{"0020000D":{{"vr":"UI","Value":["{}"]}},"00100020":{{"vr":"LO","Value":["P-{}"]}},)"
                            R"("00100021":{{"vr":"LO","Value":["{}"]}},"00201208":{{"vr":"IS","Value":[{}]}}}})",
                            items.empty() ? "" : ",", uid, uid, issuers.at(uid), files.size());
        }
        return "[" + items + "]";
    }

    void start_source() {
        http::Router router;
        router.add(http::Method::get, "/web/studies", {}, [this](http::Request& request) {
            ++searches;
            return http::Response::text(200, found(request), "application/dicom+json");
        });
        router.add(http::Method::get, "/web/studies/{study}", {}, [this](http::Request& request) {
            const auto study = remote.find(std::string(request.parameter("study")));
            if (study == remote.end()) return http::Response::text(404, "");
            http::MultipartWriter writer("application/dicom");
            std::string body;
            for (const auto& file : study->second) body += writer.part({{"Content-Type", "application/dicom"}}) + file;
            return http::Response::text(200, body + writer.closing(), writer.content_type());
        });
        auto options = http::testing::test_options();
        options.hosts = {"127.0.0.1"};
        peer = std::make_unique<http::testing::TestServer>(std::move(router), std::move(options));
    }
};

}  // namespace portico::nodes
