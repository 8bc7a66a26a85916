(function(){
"use strict";
var tools=document.getElementById("tools"),find=document.getElementById("find"),journey=document.getElementById("journey"),
 boxes=[].slice.call(tools.querySelectorAll("input[type=checkbox]")),shown=document.getElementById("shown"),rows=null;
function plain(s){return s.normalize("NFD").replace(/[\u0300-\u036f]/g,"").replace(/\u2019/g,"'").toLowerCase();}
function read(){
 rows=[];
 [].forEach.call(document.querySelectorAll(".g"),function(box){
  var group={box:box,text:plain(box.querySelector("h3").textContent)};
  [].forEach.call(box.querySelector("tbody").rows,function(tr){
   rows.push({tr:tr,group:group,text:plain(tr.textContent),state:tr.getAttribute("data-s"),journeys:" "+(tr.getAttribute("data-j")||"")+" "});
  });
 });
}
function apply(){
 if(!rows){read();}
 var words=plain(find.value).split(/\s+/).filter(Boolean),j=journey.value,on={},any=false,n=0,open=new Set();
 boxes.forEach(function(b){if(b.checked){on[b.value]=true;any=true;}});
 rows.forEach(function(r){
  var text=r.text+" "+r.group.text,ok=(!any||r.state.split(" ").some(function(s){return on[s];}))&&(!j||r.journeys.indexOf(" "+j+" ")>=0)&&
   words.every(function(w){return text.indexOf(w)>=0;});
  if(r.tr.hidden===ok){r.tr.hidden=!ok;}
  if(ok){n++;open.add(r.group);}
 });
 rows.forEach(function(r){r.group.box.hidden=!open.has(r.group);});
 shown.textContent=shown.getAttribute("data-t").replace("{n}",n).replace("{m}",rows.length);
}
// Cards of narrow screens lose what a table says to a screen reader: roles and labels say it again.
function cards(){
 [].forEach.call(document.querySelectorAll("table.big"),function(t){
  if(t.hasAttribute("role")){return;}
  t.setAttribute("role","table");
  var heads=[].map.call(t.tHead.rows[0].cells,function(c){return c.textContent;});
  [].forEach.call(t.tBodies,function(b){
   b.setAttribute("role","rowgroup");
   [].forEach.call(b.rows,function(tr){
    tr.setAttribute("role","row");
    [].forEach.call(tr.cells,function(c,i){
     c.setAttribute("role",c.tagName==="TH"?"rowheader":"cell");
     if(c.tagName==="TD"&&c.firstChild){c.setAttribute("data-l",heads[i]);}
    });
   });
  });
 });
}
var wait=0;
function soon(){clearTimeout(wait);wait=setTimeout(apply,120);}
find.addEventListener("input",soon);
journey.addEventListener("change",apply);
boxes.forEach(function(b){b.addEventListener("change",apply);});
document.getElementById("reset").addEventListener("click",function(){
 find.value="";journey.value="";boxes.forEach(function(b){b.checked=false;});apply();find.focus();
});
// A link to a row that the filter hides shows it.
addEventListener("hashchange",function(){
 var e=document.getElementById(decodeURIComponent(location.hash.slice(1))),tr=e&&e.closest("tr");
 if(tr&&tr.hidden){find.value="";journey.value="";boxes.forEach(function(b){b.checked=false;});apply();tr.scrollIntoView();}
});
var narrow=matchMedia("(max-width:760px)");
if(narrow.matches){cards();}
narrow.addEventListener("change",function(){if(narrow.matches){cards();}});
tools.hidden=false;
}());
