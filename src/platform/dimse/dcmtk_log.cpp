#include "platform/dimse/dcmtk_log.h"

#include <dcmtk/config/osconfig.h>
// osconfig.h comes first.
#include <dcmtk/oflog/oflog.h>
#include <dcmtk/oflog/spi/logevent.h>

namespace portico::dimse {

namespace {

using Receiver = std::function<void(LogLevel, std::string_view, std::string)>;

class CallbackAppender final : public dcmtk::log4cplus::Appender {
public:
    explicit CallbackAppender(Receiver receiver) : receiver_(std::move(receiver)) {}
    ~CallbackAppender() override { destructorImpl(); }
    void close() override { closed = true; }

protected:
    void append(const dcmtk::log4cplus::spi::InternalLoggingEvent& event) override {
        const auto level = event.getLogLevel() >= OFLogger::ERROR_LOG_LEVEL ? LogLevel::error : LogLevel::warning;
        const auto& logger = event.getLoggerName();
        receiver_(level, {logger.data(), logger.size()}, std::string(event.getMessage().c_str()));
    }

private:
    Receiver receiver_;
};

}  // namespace

void route_dcmtk_log(Receiver receiver) {
    OFLog::configure(OFLogger::ERROR_LOG_LEVEL);
    auto root = dcmtk::log4cplus::Logger::getRoot();
    root.removeAllAppenders();
    root.addAppender(dcmtk::log4cplus::SharedAppenderPtr(new CallbackAppender(std::move(receiver))));
    OFLog::getLogger("dcmtk.dcmnet").setLogLevel(OFLogger::WARN_LOG_LEVEL);
}

}  // namespace portico::dimse
