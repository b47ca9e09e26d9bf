// portico demo (OPS-1, OPS-2).
#include "app/demo/demonstration.h"

#include <iostream>

#include "app/commands/command.h"

namespace portico::app {
namespace {

int fill(CommandLine& line) {
    Foundation base(line.load(), Schema::migrate);
    auto content = fill_demonstration(base, [](const std::string& what) { std::cerr << what << '\n'; });
    boost::json::array sign_ins;
    for (const auto& one : demo_sign_ins())
        sign_ins.push_back(boost::json::object{
            {"who", one.who}, {"sees", one.sees}, {"email", one.email}, {"password", one.password}});
    std::string text = content.made
                           ? std::to_string(content.studies) + " studies with " + std::to_string(content.instances) +
                                 " objects made; they are released once the server runs"
                           : "the demonstration is there already";
    line.answer(
        {{"made", content.made}, {"studies", content.studies}, {"instances", content.instances}, {"signIns", sign_ins}},
        text + "\n\n" + demo_sign_ins_text());
    return exit_done;
}

}  // namespace

void add_demo_command(CLI::App& app, CommandLine& line, Run& run) {
    auto* command = app.add_subcommand("demo", "Fill the server with departments, people and studies to try out");
    line.add_common_options(*command);
    command->callback([&] { run = [&line] { return fill(line); }; });
}

}  // namespace portico::app
